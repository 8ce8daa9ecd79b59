CREATE TABLE collaboration (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    aims TEXT NOT NULL,
    kind TEXT,
    key TEXT,
    start_title TEXT,
    start_path TEXT,
    cpv_codes TEXT NOT NULL,
    lead_id TEXT NOT NULL,
    lead_since TEXT NOT NULL,
    visibility TEXT NOT NULL,
    public_words TEXT,
    started_at TEXT NOT NULL,
    started_by_name TEXT NOT NULL,
    closed_at TEXT,
    outcome TEXT,
    closed_reason TEXT,
    revision INTEGER NOT NULL,
    FOREIGN KEY (lead_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_collaboration_number ON collaboration (number);
CREATE INDEX ix_collaboration_kind_key ON collaboration (kind, key);
CREATE INDEX ix_collaboration_lead_id ON collaboration (lead_id);

CREATE TABLE collaboration_member (
    collaboration_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    standing TEXT NOT NULL,
    decide_by TEXT,
    joined_late INTEGER NOT NULL,
    joined_at TEXT NOT NULL,
    authority_name TEXT,
    authority_post TEXT,
    evidence TEXT,
    document_id TEXT,
    reason TEXT,
    said_by_name TEXT NOT NULL,
    said_at TEXT NOT NULL,
    reminded_at TEXT,
    PRIMARY KEY (collaboration_id, organisation_id),
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_collaboration_member_organisation_id ON collaboration_member (organisation_id);

CREATE TABLE collaboration_decision (
    id TEXT NOT NULL PRIMARY KEY,
    collaboration_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    reasons TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    recorded_by_name TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    superseded_by INTEGER,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE UNIQUE INDEX ix_collaboration_decision_collaboration_id_number ON collaboration_decision (collaboration_id, number);

CREATE TABLE collaboration_document (
    id TEXT NOT NULL PRIMARY KEY,
    collaboration_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    format TEXT NOT NULL,
    added_by_name TEXT NOT NULL,
    added_at TEXT NOT NULL,
    taken_away_at TEXT,
    taken_away_by_name TEXT,
    taken_away_reason TEXT,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE UNIQUE INDEX ix_collaboration_document_collaboration_id_number ON collaboration_document (collaboration_id, number);

CREATE TABLE collaboration_task (
    id TEXT NOT NULL PRIMARY KEY,
    collaboration_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    person_name TEXT,
    due TEXT,
    added_by_name TEXT NOT NULL,
    added_at TEXT NOT NULL,
    done_at TEXT,
    done_by_name TEXT,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_collaboration_task_collaboration_id_number ON collaboration_task (collaboration_id, number);
CREATE INDEX ix_collaboration_task_organisation_id ON collaboration_task (organisation_id);

CREATE TABLE recorded_benefit (
    id TEXT NOT NULL PRIMARY KEY,
    collaboration_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    organisation_id TEXT NOT NULL,
    saved_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    hours INTEGER NOT NULL,
    reckoned TEXT NOT NULL,
    evidence TEXT,
    recorded_by_name TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    taken_back_at TEXT,
    taken_back_reason TEXT,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_recorded_benefit_collaboration_id_number ON recorded_benefit (collaboration_id, number);
CREATE INDEX ix_recorded_benefit_organisation_id ON recorded_benefit (organisation_id);

CREATE TABLE stated_willingness (
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    level TEXT NOT NULL,
    words TEXT,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (organisation_id, kind, key),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE interest (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    cpv_codes TEXT NOT NULL,
    level TEXT NOT NULL,
    message TEXT,
    asked_by_id TEXT,
    asked_by_name TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    taken_back_at TEXT,
    taken_back_reason TEXT,
    collaboration_id TEXT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE UNIQUE INDEX ix_interest_number ON interest (number);
CREATE INDEX ix_interest_organisation_id ON interest (organisation_id);
CREATE INDEX ix_interest_kind_key ON interest (kind, key);
CREATE INDEX ix_interest_collaboration_id ON interest (collaboration_id);

CREATE TABLE asked_organisation (
    interest_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    calendar TEXT NOT NULL,
    working_days INTEGER NOT NULL,
    due_on TEXT NOT NULL,
    remind_on TEXT,
    reminded_before_at TEXT,
    reminded_on_day_at TEXT,
    noted_unanswered_at TEXT,
    reply TEXT,
    level TEXT,
    words TEXT,
    answered_by_name TEXT,
    answered_at TEXT,
    changed_at TEXT,
    PRIMARY KEY (interest_id, organisation_id),
    FOREIGN KEY (interest_id) REFERENCES interest (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_asked_organisation_organisation_id ON asked_organisation (organisation_id);
CREATE INDEX ix_asked_organisation_due_on ON asked_organisation (due_on);

CREATE TABLE interest_time (
    organisation_id TEXT NOT NULL PRIMARY KEY,
    working_days INTEGER NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE requirement (
    id TEXT NOT NULL PRIMARY KEY,
    collaboration_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    section TEXT NOT NULL,
    text TEXT NOT NULL,
    reference TEXT NOT NULL,
    why TEXT NOT NULL,
    proposed TEXT,
    revision INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by_name TEXT NOT NULL,
    removed_at TEXT,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE UNIQUE INDEX ix_requirement_collaboration_id_number ON requirement (collaboration_id, number);
CREATE INDEX ix_requirement_collaboration_id_position ON requirement (collaboration_id, position);

CREATE TABLE requirement_mark (
    requirement_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    collaboration_id TEXT NOT NULL,
    level TEXT NOT NULL,
    comment TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (requirement_id, organisation_id),
    FOREIGN KEY (requirement_id) REFERENCES requirement (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE INDEX ix_requirement_mark_collaboration_id_organisation_id ON requirement_mark (collaboration_id, organisation_id);
CREATE INDEX ix_requirement_mark_organisation_id ON requirement_mark (organisation_id);

CREATE TABLE requirement_version (
    id TEXT NOT NULL PRIMARY KEY,
    collaboration_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    note TEXT,
    lines INTEGER NOT NULL,
    proposed_by_name TEXT NOT NULL,
    proposed_at TEXT NOT NULL,
    agreed_at TEXT,
    taken_back_at TEXT,
    taken_back_reason TEXT,
    revision INTEGER NOT NULL,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE UNIQUE INDEX ix_requirement_version_collaboration_id_number ON requirement_version (collaboration_id, number);

CREATE TABLE version_agreement (
    version_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    agrees INTEGER NOT NULL,
    post TEXT,
    words TEXT,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (version_id, organisation_id),
    FOREIGN KEY (version_id) REFERENCES requirement_version (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_version_agreement_organisation_id ON version_agreement (organisation_id);

CREATE TABLE requirement_version_line (
    version_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    section TEXT NOT NULL,
    text TEXT NOT NULL,
    reference TEXT NOT NULL,
    why TEXT NOT NULL,
    level TEXT NOT NULL,
    differing TEXT NOT NULL,
    PRIMARY KEY (version_id, number),
    FOREIGN KEY (version_id) REFERENCES requirement_version (id)
);

CREATE TABLE opportunity_news (
    organisation_id TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (organisation_id, key, kind, detail),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
