CREATE TABLE register_file (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    file_name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    format TEXT NOT NULL,
    sheet TEXT,
    columns TEXT NOT NULL,
    mapping TEXT,
    visibility TEXT NOT NULL,
    brought_by_id TEXT,
    brought_at TEXT NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_register_file_organisation_id ON register_file (organisation_id);

CREATE TABLE register_column (
    organisation_id TEXT NOT NULL,
    heading TEXT NOT NULL,
    field TEXT NOT NULL,
    chosen_at TEXT NOT NULL,
    PRIMARY KEY (organisation_id, heading),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE register_change (
    run_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    contract_number INTEGER,
    reference TEXT NOT NULL,
    title TEXT NOT NULL,
    fact TEXT,
    before TEXT,
    after TEXT,
    line INTEGER NOT NULL,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES import_run (id)
) WITHOUT ROWID;
