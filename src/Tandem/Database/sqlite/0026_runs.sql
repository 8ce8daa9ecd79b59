CREATE TABLE run (
    id TEXT NOT NULL PRIMARY KEY,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    playbook TEXT NOT NULL,
    playbook_title TEXT NOT NULL,
    version TEXT NOT NULL,
    version_id TEXT NOT NULL,
    lead_id TEXT NOT NULL,
    collaboration_id TEXT,
    cpv_codes TEXT NOT NULL,
    value_minor INTEGER,
    currency TEXT NOT NULL,
    starts_on TEXT,
    started_at TEXT NOT NULL,
    started_by_id TEXT,
    started_by_name TEXT NOT NULL,
    held_at TEXT,
    stopped_at TEXT,
    completed_at TEXT,
    state_reason TEXT,
    published INTEGER NOT NULL,
    public_words TEXT,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    stage_code TEXT NOT NULL,
    stage_title TEXT NOT NULL,
    stage_since TEXT NOT NULL,
    steps_done INTEGER NOT NULL,
    steps_all INTEGER NOT NULL,
    next_due TEXT,
    gate_waits INTEGER NOT NULL,
    FOREIGN KEY (version_id) REFERENCES playbook_version (id),
    FOREIGN KEY (lead_id) REFERENCES organisation (id),
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id),
    FOREIGN KEY (started_by_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_run_year_number ON run (year, number);
CREATE INDEX ix_run_playbook_stage_code ON run (playbook, stage_code);
CREATE INDEX ix_run_lead_id ON run (lead_id);
CREATE INDEX ix_run_collaboration_id ON run (collaboration_id);
CREATE INDEX ix_run_started_by_id ON run (started_by_id);
CREATE INDEX ix_run_version_id ON run (version_id);

CREATE TABLE run_authority (
    run_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    joined_at TEXT NOT NULL,
    joined_late INTEGER NOT NULL,
    lead_decides INTEGER NOT NULL,
    left_at TEXT,
    left_reason TEXT,
    PRIMARY KEY (run_id, organisation_id),
    FOREIGN KEY (run_id) REFERENCES run (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_run_authority_organisation_id ON run_authority (organisation_id);

CREATE TABLE stage_visit (
    run_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    stage_code TEXT NOT NULL,
    stage_title TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    left_at TEXT,
    "end" TEXT,
    reason TEXT,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id)
);

CREATE TABLE run_step (
    run_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    stage_code TEXT NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    position INTEGER NOT NULL,
    organisation_id TEXT,
    optional INTEGER NOT NULL,
    method TEXT,
    left_out_since TEXT,
    owner_organisation_id TEXT,
    owner_id TEXT,
    owner_name TEXT,
    notes TEXT,
    started_at TEXT,
    done_at TEXT,
    skipped_at TEXT,
    by_name TEXT,
    skip_reason TEXT,
    due_set TEXT,
    due TEXT,
    earliest TEXT,
    added_at TEXT NOT NULL,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_run_step_owner_id ON run_step (owner_id);
CREATE INDEX ix_run_step_organisation_id ON run_step (organisation_id);

CREATE TABLE role_holder (
    run_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    role TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    person_name TEXT NOT NULL,
    named_at TEXT NOT NULL,
    ended_at TEXT,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_role_holder_person_id ON role_holder (person_id);
CREATE INDEX ix_role_holder_organisation_id ON role_holder (organisation_id);

CREATE TABLE checklist_tick (
    run_id TEXT NOT NULL,
    visit INTEGER NOT NULL,
    code TEXT NOT NULL,
    ticked_at TEXT,
    by_name TEXT NOT NULL,
    PRIMARY KEY (run_id, visit, code),
    FOREIGN KEY (run_id) REFERENCES run (id)
);

CREATE TABLE gate_evidence (
    run_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    stage_code TEXT NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    added_by_name TEXT NOT NULL,
    added_at TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by_name TEXT,
    withdrawn_reason TEXT,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id)
);

CREATE TABLE gate_decision (
    run_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    visit INTEGER NOT NULL,
    stage_code TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    person_name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    conditions TEXT,
    evidence TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    voided_at TEXT,
    voided_reason TEXT,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_gate_decision_organisation_id ON gate_decision (organisation_id);
CREATE INDEX ix_gate_decision_person_id ON gate_decision (person_id);

CREATE TABLE run_attachment (
    run_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    step INTEGER,
    kind TEXT NOT NULL,
    subject_id TEXT,
    reference TEXT NOT NULL,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    attached_by_name TEXT NOT NULL,
    attached_at TEXT NOT NULL,
    detached_at TEXT,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id)
);
CREATE INDEX ix_run_attachment_kind_subject_id ON run_attachment (kind, subject_id);

CREATE TABLE run_document (
    run_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    template TEXT,
    version INTEGER NOT NULL,
    step INTEGER,
    title TEXT NOT NULL,
    text TEXT,
    language TEXT NOT NULL,
    unknown_fields TEXT,
    empty_fields TEXT,
    file_hash TEXT,
    file_name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    format TEXT,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    taken_away_at TEXT,
    taken_away_by_name TEXT,
    taken_away_reason TEXT,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id)
);
