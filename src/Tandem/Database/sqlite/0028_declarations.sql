ALTER TABLE organisation ADD COLUMN is_firm INTEGER NOT NULL DEFAULT 0;
ALTER TABLE organisation ADD COLUMN registered_number TEXT;
ALTER TABLE organisation ADD COLUMN confirmed_at TEXT;
ALTER TABLE organisation ADD COLUMN confirmed_by_name TEXT;
CREATE INDEX ix_organisation_registered_number ON organisation (registered_number);

CREATE TABLE declaration_edition (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    set_name TEXT NOT NULL,
    set_version TEXT NOT NULL,
    published_at TEXT NOT NULL,
    published_by_name TEXT NOT NULL,
    json TEXT NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_declaration_edition_organisation_id_number ON declaration_edition (organisation_id, number);

CREATE TABLE declaration_share (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    with_id TEXT,
    sections TEXT NOT NULL,
    consented_at TEXT NOT NULL,
    consented_by_name TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by_name TEXT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (with_id) REFERENCES organisation (id)
);
CREATE INDEX ix_declaration_share_organisation_id ON declaration_share (organisation_id);
CREATE INDEX ix_declaration_share_with_id ON declaration_share (with_id);

ALTER TABLE response ADD COLUMN digest TEXT NOT NULL DEFAULT '';
