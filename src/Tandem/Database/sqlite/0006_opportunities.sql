ALTER TABLE contract ADD COLUMN award_date TEXT;

CREATE TABLE kept_opportunity (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    division TEXT,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    first_due TEXT NOT NULL,
    strength REAL NOT NULL,
    authority_count INTEGER NOT NULL,
    value_minor INTEGER NOT NULL,
    search_text TEXT NOT NULL,
    detail TEXT NOT NULL,
    first_found_at TEXT NOT NULL,
    computed_at TEXT NOT NULL
);
CREATE UNIQUE INDEX ix_kept_opportunity_key ON kept_opportunity (key);
CREATE INDEX ix_kept_opportunity_strength ON kept_opportunity (strength);

CREATE TABLE kept_opportunity_member (
    opportunity_id TEXT NOT NULL,
    purchase_id TEXT NOT NULL,
    authority_code TEXT NOT NULL,
    authority_name TEXT NOT NULL,
    contract_id TEXT,
    PRIMARY KEY (opportunity_id, purchase_id),
    FOREIGN KEY (opportunity_id) REFERENCES kept_opportunity (id)
);
CREATE INDEX ix_kept_opportunity_member_authority_code ON kept_opportunity_member (authority_code);

CREATE TABLE set_aside (
    organisation_id TEXT NOT NULL,
    opportunity_key TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    purchases TEXT NOT NULL,
    PRIMARY KEY (organisation_id, opportunity_key),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE matching_run (
    name TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    as_of TEXT NOT NULL,
    purchase_count INTEGER NOT NULL,
    opportunity_count INTEGER NOT NULL,
    seconds REAL NOT NULL,
    computed_at TEXT NOT NULL
);
