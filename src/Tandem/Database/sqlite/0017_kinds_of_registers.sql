-- Registers and pipelines are brought by the same means; what a heading holds is remembered for each.
ALTER TABLE register_file ADD COLUMN kind TEXT NOT NULL DEFAULT 'Register';

CREATE TABLE register_column_of_kind (
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    heading TEXT NOT NULL,
    field TEXT NOT NULL,
    chosen_at TEXT NOT NULL,
    PRIMARY KEY (organisation_id, kind, heading),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
INSERT INTO register_column_of_kind SELECT organisation_id, 'Register', heading, field, chosen_at FROM register_column;
DROP TABLE register_column;
ALTER TABLE register_column_of_kind RENAME TO register_column;

ALTER TABLE register_change RENAME COLUMN contract_number TO record_number;
