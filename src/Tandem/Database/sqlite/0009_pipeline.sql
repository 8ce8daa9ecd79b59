CREATE TABLE pipeline_item (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    organisation_id TEXT NOT NULL,
    source_key TEXT,
    department TEXT,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    why TEXT,
    problem TEXT,
    users TEXT,
    engagement TEXT,
    work_done TEXT,
    willingness TEXT NOT NULL,
    phase TEXT,
    phase_start TEXT,
    phase_end TEXT,
    confidence TEXT NOT NULL,
    cpv_codes TEXT NOT NULL,
    cpv_origin TEXT NOT NULL,
    value_minor INTEGER,
    currency TEXT NOT NULL,
    value_band TEXT,
    procedure TEXT NOT NULL,
    planned_publish TEXT,
    submission_start TEXT,
    submission_end TEXT,
    contract_start TEXT,
    contract_end TEXT,
    replaces_contract_id TEXT,
    replaces_end TEXT,
    contact_name TEXT,
    contact_email TEXT,
    owner_id TEXT,
    review_by TEXT NOT NULL,
    ocid TEXT NOT NULL,
    state TEXT NOT NULL,
    visibility TEXT NOT NULL,
    public_since TEXT,
    public_asked_at TEXT,
    public_asked_by_id TEXT,
    returned_reason TEXT,
    ended_reason TEXT,
    ended_at TEXT,
    superseded_by_id TEXT,
    import_run_id TEXT,
    source_place TEXT,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    change_seq INTEGER NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (owner_id) REFERENCES person (id),
    FOREIGN KEY (replaces_contract_id) REFERENCES contract (id)
);

CREATE TABLE pipeline_rules (
    organisation_id TEXT NOT NULL PRIMARY KEY,
    needs_approver INTEGER NOT NULL,
    review_months INTEGER NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE pipeline_approver (
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (organisation_id, person_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE pipeline_post (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL,
    text TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
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
