CREATE TABLE register_file (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL,
    file_hash text NOT NULL,
    file_name text NOT NULL,
    bytes bigint NOT NULL,
    format text NOT NULL,
    sheet text,
    columns text NOT NULL,
    mapping text,
    visibility text NOT NULL,
    brought_by_id uuid,
    brought_at timestamp with time zone NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_register_file_organisation_id ON register_file (organisation_id);

CREATE TABLE register_column (
    organisation_id uuid NOT NULL,
    heading text NOT NULL,
    field text NOT NULL,
    chosen_at timestamp with time zone NOT NULL,
    PRIMARY KEY (organisation_id, heading),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE register_change (
    run_id uuid NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL,
    contract_number bigint,
    reference text NOT NULL,
    title text NOT NULL,
    fact text,
    before text,
    after text,
    line bigint NOT NULL,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES import_run (id)
);
