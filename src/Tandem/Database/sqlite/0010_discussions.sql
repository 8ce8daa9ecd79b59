CREATE TABLE discussion (
    id TEXT NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    organisation_id TEXT,
    created_at TEXT NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_discussion_subject_kind_subject_id ON discussion (subject_kind, subject_id);
CREATE INDEX ix_discussion_organisation_id ON discussion (organisation_id);

CREATE TABLE post (
    id TEXT NOT NULL PRIMARY KEY,
    discussion_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    answers_id TEXT,
    author_id TEXT NOT NULL,
    author_name TEXT NOT NULL,
    organisation_id TEXT,
    text TEXT NOT NULL,
    written_at TEXT NOT NULL,
    edited_at TEXT,
    removed_at TEXT,
    removed_by_name TEXT,
    removal_reason TEXT,
    FOREIGN KEY (discussion_id) REFERENCES discussion (id),
    FOREIGN KEY (author_id) REFERENCES person (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_post_discussion_id ON post (discussion_id);
CREATE INDEX ix_post_author_id_written_at ON post (author_id, written_at);

CREATE TABLE post_version (
    id TEXT NOT NULL PRIMARY KEY,
    post_id TEXT NOT NULL,
    text TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    FOREIGN KEY (post_id) REFERENCES post (id)
);
CREATE INDEX ix_post_version_post_id ON post_version (post_id);

CREATE TABLE post_report (
    id TEXT NOT NULL PRIMARY KEY,
    post_id TEXT NOT NULL,
    reporter_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    settled_at TEXT,
    FOREIGN KEY (post_id) REFERENCES post (id),
    FOREIGN KEY (reporter_id) REFERENCES person (id)
);
CREATE INDEX ix_post_report_post_id_settled_at ON post_report (post_id, settled_at);

-- asker_id and asked are read by the asker, and asked by those who answer; neither is in any other projection.
CREATE TABLE question (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    discussion_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    asker_id TEXT NOT NULL,
    asked TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    due TEXT NOT NULL,
    state TEXT NOT NULL,
    published TEXT,
    answer TEXT,
    settled_at TEXT,
    settled_by_name TEXT,
    decline_reason TEXT,
    FOREIGN KEY (discussion_id) REFERENCES discussion (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (asker_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_question_number ON question (number);
CREATE INDEX ix_question_discussion_id ON question (discussion_id);
CREATE INDEX ix_question_organisation_id_state ON question (organisation_id, state);
CREATE INDEX ix_question_asker_id ON question (asker_id);

CREATE TABLE answer_time (
    organisation_id TEXT NOT NULL PRIMARY KEY,
    days INTEGER NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
