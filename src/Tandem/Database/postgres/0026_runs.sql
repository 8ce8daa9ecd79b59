CREATE TABLE run (
    id uuid NOT NULL PRIMARY KEY,
    year integer NOT NULL,
    number bigint NOT NULL,
    title text NOT NULL,
    about text NOT NULL,
    playbook text NOT NULL,
    playbook_title text NOT NULL,
    version text NOT NULL,
    version_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    collaboration_id uuid,
    cpv_codes text NOT NULL,
    value_minor bigint,
    currency text NOT NULL,
    starts_on date,
    started_at timestamp with time zone NOT NULL,
    started_by_id uuid,
    started_by_name text NOT NULL,
    held_at timestamp with time zone,
    stopped_at timestamp with time zone,
    completed_at timestamp with time zone,
    state_reason text,
    published boolean NOT NULL,
    public_words text,
    revision integer NOT NULL,
    state text NOT NULL,
    stage_code text NOT NULL,
    stage_title text NOT NULL,
    stage_since timestamp with time zone NOT NULL,
    steps_done integer NOT NULL,
    steps_all integer NOT NULL,
    next_due date,
    gate_waits boolean NOT NULL,
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
    run_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    joined_late boolean NOT NULL,
    lead_decides boolean NOT NULL,
    left_at timestamp with time zone,
    left_reason text,
    PRIMARY KEY (run_id, organisation_id),
    FOREIGN KEY (run_id) REFERENCES run (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_run_authority_organisation_id ON run_authority (organisation_id);

CREATE TABLE stage_visit (
    run_id uuid NOT NULL,
    number integer NOT NULL,
    stage_code text NOT NULL,
    stage_title text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    left_at timestamp with time zone,
    "end" text,
    reason text,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id)
);

CREATE TABLE run_step (
    run_id uuid NOT NULL,
    number integer NOT NULL,
    stage_code text NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    position integer NOT NULL,
    organisation_id uuid,
    optional boolean NOT NULL,
    method text,
    left_out_since text,
    owner_organisation_id uuid,
    owner_id uuid,
    owner_name text,
    notes text,
    started_at timestamp with time zone,
    done_at timestamp with time zone,
    skipped_at timestamp with time zone,
    by_name text,
    skip_reason text,
    due_set date,
    due date,
    earliest date,
    added_at timestamp with time zone NOT NULL,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_run_step_owner_id ON run_step (owner_id);
CREATE INDEX ix_run_step_organisation_id ON run_step (organisation_id);

CREATE TABLE role_holder (
    run_id uuid NOT NULL,
    number integer NOT NULL,
    role text NOT NULL,
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    named_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_role_holder_person_id ON role_holder (person_id);
CREATE INDEX ix_role_holder_organisation_id ON role_holder (organisation_id);

CREATE TABLE checklist_tick (
    run_id uuid NOT NULL,
    visit integer NOT NULL,
    code text NOT NULL,
    ticked_at timestamp with time zone,
    by_name text NOT NULL,
    PRIMARY KEY (run_id, visit, code),
    FOREIGN KEY (run_id) REFERENCES run (id)
);

CREATE TABLE gate_evidence (
    run_id uuid NOT NULL,
    number integer NOT NULL,
    stage_code text NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    path text NOT NULL,
    added_by_name text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by_name text,
    withdrawn_reason text,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id)
);

CREATE TABLE gate_decision (
    run_id uuid NOT NULL,
    number integer NOT NULL,
    visit integer NOT NULL,
    stage_code text NOT NULL,
    role text NOT NULL,
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    outcome text NOT NULL,
    reason text NOT NULL,
    conditions text,
    evidence text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    voided_reason text,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_gate_decision_organisation_id ON gate_decision (organisation_id);
CREATE INDEX ix_gate_decision_person_id ON gate_decision (person_id);

CREATE TABLE run_attachment (
    run_id uuid NOT NULL,
    number integer NOT NULL,
    step integer,
    kind text NOT NULL,
    subject_id text,
    reference text NOT NULL,
    title text NOT NULL,
    path text NOT NULL,
    attached_by_name text NOT NULL,
    attached_at timestamp with time zone NOT NULL,
    detached_at timestamp with time zone,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id)
);
CREATE INDEX ix_run_attachment_kind_subject_id ON run_attachment (kind, subject_id);

CREATE TABLE run_document (
    run_id uuid NOT NULL,
    number integer NOT NULL,
    template text,
    version integer NOT NULL,
    step integer,
    title text NOT NULL,
    text text,
    language text NOT NULL,
    unknown_fields text,
    empty_fields text,
    file_hash text,
    file_name text NOT NULL,
    bytes bigint NOT NULL,
    format text,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    taken_away_at timestamp with time zone,
    taken_away_by_name text,
    taken_away_reason text,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES run (id)
);
