-- A question may be asked from a confirmed e-mail address, without an account.
CREATE TABLE question_by_anybody (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    discussion_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    asker_id TEXT,
    asker_address TEXT,
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
INSERT INTO question_by_anybody
SELECT id, number, discussion_id, organisation_id, asker_id, NULL, asked, asked_at, due, state, published, answer, settled_at, settled_by_name, decline_reason
FROM question;
DROP TABLE question;
ALTER TABLE question_by_anybody RENAME TO question;
CREATE UNIQUE INDEX ix_question_number ON question (number);
CREATE INDEX ix_question_discussion_id ON question (discussion_id);
CREATE INDEX ix_question_organisation_id_state ON question (organisation_id, state);
CREATE INDEX ix_question_asker_id ON question (asker_id);
CREATE INDEX ix_question_asker_address ON question (asker_address);
