CREATE TABLE own_process (
    ocid text NOT NULL PRIMARY KEY
);

CREATE TABLE own_release (
    number bigint NOT NULL PRIMARY KEY,
    ocid text NOT NULL,
    date timestamp with time zone NOT NULL,
    tag text NOT NULL,
    contract_id uuid,
    pipeline_item_id uuid,
    content_hash text NOT NULL,
    json bytea NOT NULL,
    FOREIGN KEY (contract_id) REFERENCES contract (id),
    FOREIGN KEY (pipeline_item_id) REFERENCES pipeline_item (id)
);
CREATE INDEX ix_own_release_ocid_number ON own_release (ocid, number);
CREATE INDEX ix_own_release_date ON own_release (date);
CREATE INDEX ix_own_release_contract_id ON own_release (contract_id);
CREATE INDEX ix_own_release_pipeline_item_id ON own_release (pipeline_item_id);

CREATE TABLE release_progress (
    kind text NOT NULL PRIMARY KEY,
    change_seq bigint NOT NULL
);
