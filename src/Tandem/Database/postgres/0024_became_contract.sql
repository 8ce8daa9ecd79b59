-- The contract that a pipeline item has become, which carries its open contracting identifier on.
ALTER TABLE pipeline_item ADD COLUMN became_contract_id uuid REFERENCES contract (id);
CREATE UNIQUE INDEX ix_pipeline_item_became_contract_id ON pipeline_item (became_contract_id);

-- The record that a promise is about.
ALTER TABLE commitment ADD COLUMN subject_kind text;
ALTER TABLE commitment ADD COLUMN subject_id text;
CREATE INDEX ix_commitment_subject_kind_subject_id ON commitment (subject_kind, subject_id);

-- One table of how far something has followed what changes, in the place of two.
CREATE TABLE progress (
    name text NOT NULL PRIMARY KEY,
    reached bigint NOT NULL
);
INSERT INTO progress (name, reached) SELECT 'stories:' || name, last FROM follow_cursor;
INSERT INTO progress (name, reached) SELECT 'releases:' || kind, change_seq FROM release_progress;
DROP TABLE follow_cursor;
DROP TABLE release_progress;
