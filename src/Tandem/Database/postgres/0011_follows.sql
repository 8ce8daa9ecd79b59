CREATE TABLE follow (
    id uuid NOT NULL PRIMARY KEY,
    recipient text NOT NULL,
    person_id uuid,
    address text,
    kind text NOT NULL,
    key text NOT NULL,
    title text NOT NULL,
    path text NOT NULL,
    frequency text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    ended_at timestamp with time zone,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE kept_story (
    seq bigint NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    subject_id text NOT NULL,
    sentence text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid
);

CREATE TABLE follow_cursor (
    name text NOT NULL PRIMARY KEY,
    last bigint NOT NULL
);

CREATE TABLE feed_key (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL,
    hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

ALTER TABLE message ADD COLUMN stories text;

CREATE UNIQUE INDEX ix_follow_recipient_kind_key ON follow (recipient, kind, key);
CREATE INDEX ix_follow_kind_key ON follow (kind, key);
CREATE INDEX ix_follow_person_id ON follow (person_id);
CREATE INDEX ix_kept_story_kind_subject_id ON kept_story (kind, subject_id);
CREATE UNIQUE INDEX ix_feed_key_hash ON feed_key (hash);
CREATE INDEX ix_feed_key_person_id ON feed_key (person_id);
