CREATE TABLE follow (
    id TEXT NOT NULL PRIMARY KEY,
    recipient TEXT NOT NULL,
    person_id TEXT,
    address TEXT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    frequency TEXT NOT NULL,
    created_at TEXT NOT NULL,
    confirmed_at TEXT,
    ended_at TEXT,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE kept_story (
    seq INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    sentence TEXT NOT NULL,
    at TEXT NOT NULL,
    actor_id TEXT
);

CREATE TABLE follow_cursor (
    name TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
);

CREATE TABLE feed_key (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

ALTER TABLE message ADD COLUMN stories TEXT;

CREATE UNIQUE INDEX ix_follow_recipient_kind_key ON follow (recipient, kind, key);
CREATE INDEX ix_follow_kind_key ON follow (kind, key);
CREATE INDEX ix_follow_person_id ON follow (person_id);
CREATE INDEX ix_kept_story_kind_subject_id ON kept_story (kind, subject_id);
CREATE UNIQUE INDEX ix_feed_key_hash ON feed_key (hash);
CREATE INDEX ix_feed_key_person_id ON feed_key (person_id);
