-- Registers and pipelines are brought by the same means; what a heading holds is remembered for each.
ALTER TABLE register_file ADD COLUMN kind text NOT NULL DEFAULT 'Register';

ALTER TABLE register_column ADD COLUMN kind text NOT NULL DEFAULT 'Register';
ALTER TABLE register_column DROP CONSTRAINT register_column_pkey;
ALTER TABLE register_column ADD PRIMARY KEY (organisation_id, kind, heading);

ALTER TABLE register_change RENAME COLUMN contract_number TO record_number;
