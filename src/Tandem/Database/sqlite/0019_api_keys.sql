CREATE TABLE api_key (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    start TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ends_on TEXT,
    last_used_on TEXT,
    revoked_at TEXT,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX ix_api_key_hash ON api_key (hash);
CREATE INDEX ix_api_key_person_id ON api_key (person_id);
