CREATE TABLE brought_question_set (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL,
    name text NOT NULL,
    version text NOT NULL,
    title text NOT NULL,
    yaml text NOT NULL,
    question_count integer NOT NULL,
    brought_at timestamp with time zone NOT NULL,
    brought_by_name text NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_brought_question_set_name_version ON brought_question_set (name, version);
CREATE INDEX ix_brought_question_set_organisation_id ON brought_question_set (organisation_id);

CREATE TABLE response (
    id uuid NOT NULL PRIMARY KEY,
    set_name text NOT NULL,
    set_version text NOT NULL,
    organisation_id uuid NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    title text NOT NULL,
    started_by_id uuid,
    started_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    submitted_at timestamp with time zone,
    submitted_by_name text,
    asked_count integer NOT NULL,
    answered_count integer NOT NULL,
    auto_fail_count integer NOT NULL,
    warning_count integer NOT NULL,
    score_hundredths bigint,
    band text,
    revision integer NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (started_by_id) REFERENCES person (id)
);
CREATE INDEX ix_response_subject_kind_subject_id ON response (subject_kind, subject_id);
CREATE INDEX ix_response_organisation_id_changed_at ON response (organisation_id, changed_at);
CREATE INDEX ix_response_set_name_set_version_state ON response (set_name, set_version, state);
CREATE INDEX ix_response_started_by_id ON response (started_by_id);

CREATE TABLE answer (
    response_id uuid NOT NULL,
    question text NOT NULL,
    json text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_id uuid,
    changed_by_name text NOT NULL,
    carried_from text,
    PRIMARY KEY (response_id, question),
    FOREIGN KEY (response_id) REFERENCES response (id)
);

CREATE TABLE evidence (
    id uuid NOT NULL PRIMARY KEY,
    response_id uuid NOT NULL,
    question text NOT NULL,
    file_hash text NOT NULL,
    file_name text NOT NULL,
    file_bytes bigint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by_name text NOT NULL,
    removed_at timestamp with time zone,
    FOREIGN KEY (response_id) REFERENCES response (id)
);
CREATE INDEX ix_evidence_response_id_question ON evidence (response_id, question);
