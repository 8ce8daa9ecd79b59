CREATE TABLE brought_question_set (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    yaml TEXT NOT NULL,
    question_count INTEGER NOT NULL,
    brought_at TEXT NOT NULL,
    brought_by_name TEXT NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_brought_question_set_name_version ON brought_question_set (name, version);
CREATE INDEX ix_brought_question_set_organisation_id ON brought_question_set (organisation_id);

CREATE TABLE response (
    id TEXT NOT NULL PRIMARY KEY,
    set_name TEXT NOT NULL,
    set_version TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    title TEXT NOT NULL,
    started_by_id TEXT,
    started_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    state TEXT NOT NULL,
    submitted_at TEXT,
    submitted_by_name TEXT,
    asked_count INTEGER NOT NULL,
    answered_count INTEGER NOT NULL,
    auto_fail_count INTEGER NOT NULL,
    warning_count INTEGER NOT NULL,
    score_hundredths INTEGER,
    band TEXT,
    revision INTEGER NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (started_by_id) REFERENCES person (id)
);
CREATE INDEX ix_response_subject_kind_subject_id ON response (subject_kind, subject_id);
CREATE INDEX ix_response_organisation_id_changed_at ON response (organisation_id, changed_at);
CREATE INDEX ix_response_set_name_set_version_state ON response (set_name, set_version, state);
CREATE INDEX ix_response_started_by_id ON response (started_by_id);

CREATE TABLE answer (
    response_id TEXT NOT NULL,
    question TEXT NOT NULL,
    json TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by_id TEXT,
    changed_by_name TEXT NOT NULL,
    carried_from TEXT,
    PRIMARY KEY (response_id, question),
    FOREIGN KEY (response_id) REFERENCES response (id)
);

CREATE TABLE evidence (
    id TEXT NOT NULL PRIMARY KEY,
    response_id TEXT NOT NULL,
    question TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_bytes INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    added_by_name TEXT NOT NULL,
    removed_at TEXT,
    FOREIGN KEY (response_id) REFERENCES response (id)
);
CREATE INDEX ix_evidence_response_id_question ON evidence (response_id, question);
