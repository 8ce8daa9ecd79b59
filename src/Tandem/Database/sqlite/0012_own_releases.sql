CREATE TABLE own_process (
    ocid TEXT NOT NULL PRIMARY KEY
);

CREATE TABLE own_release (
    number INTEGER NOT NULL PRIMARY KEY,
    ocid TEXT NOT NULL,
    date TEXT NOT NULL,
    tag TEXT NOT NULL,
    contract_id TEXT,
    pipeline_item_id TEXT,
    content_hash TEXT NOT NULL,
    json BLOB NOT NULL,
    FOREIGN KEY (contract_id) REFERENCES contract (id),
    FOREIGN KEY (pipeline_item_id) REFERENCES pipeline_item (id)
);
CREATE INDEX ix_own_release_ocid_number ON own_release (ocid, number);
CREATE INDEX ix_own_release_date ON own_release (date);
CREATE INDEX ix_own_release_contract_id ON own_release (contract_id);
CREATE INDEX ix_own_release_pipeline_item_id ON own_release (pipeline_item_id);

CREATE TABLE release_progress (
    kind TEXT NOT NULL PRIMARY KEY,
    change_seq INTEGER NOT NULL
);
