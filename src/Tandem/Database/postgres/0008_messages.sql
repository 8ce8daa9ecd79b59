CREATE TABLE mail (
    id uuid NOT NULL PRIMARY KEY,
    recipient text NOT NULL,
    person_id uuid,
    address text NOT NULL,
    state text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    not_before timestamp with time zone NOT NULL,
    claimed_by uuid,
    claimed_until timestamp with time zone,
    attempts integer NOT NULL,
    sent_at timestamp with time zone,
    error text,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE message (
    id uuid NOT NULL PRIMARY KEY,
    recipient text NOT NULL,
    person_id uuid,
    address text,
    key text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    path text,
    subject_kind text,
    subject_id text,
    owed boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    mail_due_at timestamp with time zone,
    mail_id uuid,
    FOREIGN KEY (person_id) REFERENCES person (id),
    FOREIGN KEY (mail_id) REFERENCES mail (id)
);

CREATE TABLE message_choice (
    person_id uuid NOT NULL PRIMARY KEY,
    frequency text NOT NULL,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE refusing_address (
    address text NOT NULL PRIMARY KEY,
    refusals integer NOT NULL,
    error text NOT NULL,
    refused_at timestamp with time zone NOT NULL,
    suspended_at timestamp with time zone
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
