CREATE TABLE pipeline_item (
    id uuid NOT NULL PRIMARY KEY,
    number bigint NOT NULL,
    organisation_id uuid NOT NULL,
    source_key text,
    department text,
    kind text NOT NULL,
    title text NOT NULL,
    why text,
    problem text,
    users text,
    engagement text,
    work_done text,
    willingness text NOT NULL,
    phase text,
    phase_start date,
    phase_end date,
    confidence text NOT NULL,
    cpv_codes text NOT NULL,
    cpv_origin text NOT NULL,
    value_minor bigint,
    currency text NOT NULL,
    value_band text,
    procedure text NOT NULL,
    planned_publish date,
    submission_start date,
    submission_end date,
    contract_start date,
    contract_end date,
    replaces_contract_id uuid,
    replaces_end date,
    contact_name text,
    contact_email text,
    owner_id uuid,
    review_by date NOT NULL,
    ocid text NOT NULL,
    state text NOT NULL,
    visibility text NOT NULL,
    public_since timestamp with time zone,
    public_asked_at timestamp with time zone,
    public_asked_by_id uuid,
    returned_reason text,
    ended_reason text,
    ended_at timestamp with time zone,
    superseded_by_id uuid,
    import_run_id uuid,
    source_place text,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    change_seq bigint NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (owner_id) REFERENCES person (id),
    FOREIGN KEY (replaces_contract_id) REFERENCES contract (id)
);

CREATE TABLE pipeline_rules (
    organisation_id uuid NOT NULL PRIMARY KEY,
    needs_approver boolean NOT NULL,
    review_months integer NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE pipeline_approver (
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (organisation_id, person_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE pipeline_post (
    id uuid NOT NULL PRIMARY KEY,
    item_id uuid NOT NULL,
    text text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    FOREIGN KEY (item_id) REFERENCES pipeline_item (id)
);

CREATE UNIQUE INDEX ix_pipeline_item_number ON pipeline_item (number);
CREATE UNIQUE INDEX ix_pipeline_item_source_key ON pipeline_item (source_key);
CREATE UNIQUE INDEX ix_pipeline_item_ocid ON pipeline_item (ocid);
CREATE INDEX ix_pipeline_item_change_seq ON pipeline_item (change_seq);
CREATE INDEX ix_pipeline_item_organisation_id_state ON pipeline_item (organisation_id, state);
CREATE INDEX ix_pipeline_item_owner_id ON pipeline_item (owner_id);
CREATE INDEX ix_pipeline_item_replaces_contract_id ON pipeline_item (replaces_contract_id);
CREATE INDEX ix_pipeline_item_state_review_by ON pipeline_item (state, review_by);
CREATE INDEX ix_pipeline_approver_person_id ON pipeline_approver (person_id);
CREATE INDEX ix_pipeline_post_item_id_at ON pipeline_post (item_id, at);
