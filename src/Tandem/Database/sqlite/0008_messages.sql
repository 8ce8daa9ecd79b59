CREATE TABLE mail (
    id TEXT NOT NULL PRIMARY KEY,
    recipient TEXT NOT NULL,
    person_id TEXT,
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    not_before TEXT NOT NULL,
    claimed_by TEXT,
    claimed_until TEXT,
    attempts INTEGER NOT NULL,
    sent_at TEXT,
    error TEXT,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE message (
    id TEXT NOT NULL PRIMARY KEY,
    recipient TEXT NOT NULL,
    person_id TEXT,
    address TEXT,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    path TEXT,
    subject_kind TEXT,
    subject_id TEXT,
    owed INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    read_at TEXT,
    mail_due_at TEXT,
    mail_id TEXT,
    FOREIGN KEY (person_id) REFERENCES person (id),
    FOREIGN KEY (mail_id) REFERENCES mail (id)
);

CREATE TABLE message_choice (
    person_id TEXT NOT NULL PRIMARY KEY,
    frequency TEXT NOT NULL,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE refusing_address (
    address TEXT NOT NULL PRIMARY KEY,
    refusals INTEGER NOT NULL,
    error TEXT NOT NULL,
    refused_at TEXT NOT NULL,
    suspended_at TEXT
);

CREATE INDEX ix_mail_state_not_before ON mail (state, not_before);
CREATE INDEX ix_mail_claimed_by ON mail (claimed_by);
CREATE INDEX ix_mail_address ON mail (address);
CREATE INDEX ix_mail_person_id ON mail (person_id);
CREATE UNIQUE INDEX ix_message_recipient_key ON message (recipient, key);
-- Only what has gone into no e-mail yet is looked for by the time it is due.
CREATE INDEX ix_message_mail_due_at ON message (mail_due_at) WHERE mail_id IS NULL;
CREATE INDEX ix_message_mail_id ON message (mail_id);
CREATE INDEX ix_message_person_id ON message (person_id, read_at);
