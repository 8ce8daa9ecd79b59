CREATE TABLE discussion (
    id uuid NOT NULL PRIMARY KEY,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    organisation_id uuid,
    created_at timestamp with time zone NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_discussion_subject_kind_subject_id ON discussion (subject_kind, subject_id);
CREATE INDEX ix_discussion_organisation_id ON discussion (organisation_id);

CREATE TABLE post (
    id uuid NOT NULL PRIMARY KEY,
    discussion_id uuid NOT NULL,
    kind text NOT NULL,
    answers_id uuid,
    author_id uuid NOT NULL,
    author_name text NOT NULL,
    organisation_id uuid,
    text text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    removed_at timestamp with time zone,
    removed_by_name text,
    removal_reason text,
    FOREIGN KEY (discussion_id) REFERENCES discussion (id),
    FOREIGN KEY (author_id) REFERENCES person (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_post_discussion_id ON post (discussion_id);
CREATE INDEX ix_post_author_id_written_at ON post (author_id, written_at);

CREATE TABLE post_version (
    id uuid NOT NULL PRIMARY KEY,
    post_id uuid NOT NULL,
    text text NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    FOREIGN KEY (post_id) REFERENCES post (id)
);
CREATE INDEX ix_post_version_post_id ON post_version (post_id);

CREATE TABLE post_report (
    id uuid NOT NULL PRIMARY KEY,
    post_id uuid NOT NULL,
    reporter_id uuid NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    FOREIGN KEY (post_id) REFERENCES post (id),
    FOREIGN KEY (reporter_id) REFERENCES person (id)
);
CREATE INDEX ix_post_report_post_id_settled_at ON post_report (post_id, settled_at);

-- asker_id and asked are read by the asker, and asked by those who answer; neither is in any other projection.
CREATE TABLE question (
    id uuid NOT NULL PRIMARY KEY,
    number bigint NOT NULL,
    discussion_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    asker_id uuid NOT NULL,
    asked text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    due date NOT NULL,
    state text NOT NULL,
    published text,
    answer text,
    settled_at timestamp with time zone,
    settled_by_name text,
    decline_reason text,
    FOREIGN KEY (discussion_id) REFERENCES discussion (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (asker_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_question_number ON question (number);
CREATE INDEX ix_question_discussion_id ON question (discussion_id);
CREATE INDEX ix_question_organisation_id_state ON question (organisation_id, state);
CREATE INDEX ix_question_asker_id ON question (asker_id);

CREATE TABLE answer_time (
    organisation_id uuid NOT NULL PRIMARY KEY,
    days integer NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
