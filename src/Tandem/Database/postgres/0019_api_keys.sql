CREATE TABLE api_key (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL,
    name text NOT NULL,
    hash text NOT NULL,
    start text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ends_on date,
    last_used_on date,
    revoked_at timestamp with time zone,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX ix_api_key_hash ON api_key (hash);
CREATE INDEX ix_api_key_person_id ON api_key (person_id);
