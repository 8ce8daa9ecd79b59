CREATE TABLE buyer (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    authority_code TEXT,
    resolved_how TEXT,
    created_at TEXT NOT NULL
);

CREATE TABLE event (
    id TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    verb TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    data TEXT NOT NULL,
    reason TEXT,
    hash TEXT NOT NULL
);

CREATE TABLE organisation (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    authority_code TEXT,
    created_at TEXT NOT NULL
);

CREATE TABLE partnership (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    is_steward INTEGER NOT NULL,
    is_demo INTEGER NOT NULL,
    failed_attempts INTEGER NOT NULL,
    locked_until TEXT,
    created_at TEXT NOT NULL
);

CREATE TABLE protection_key (
    name TEXT NOT NULL PRIMARY KEY,
    xml TEXT NOT NULL
);

CREATE TABLE release (
    id INTEGER NOT NULL PRIMARY KEY,
    ocid TEXT NOT NULL,
    release_id TEXT NOT NULL,
    date TEXT,
    tag TEXT NOT NULL,
    hash TEXT NOT NULL,
    json BLOB NOT NULL,
    import_run_id TEXT,
    source_place TEXT NOT NULL
);

CREATE TABLE sequence (
    name TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
);

CREATE TABLE supplier (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    company_number TEXT,
    vat_number TEXT,
    postal_code TEXT,
    locality TEXT,
    is_sme INTEGER,
    is_vcse INTEGER,
    merged_into_id TEXT,
    created_at TEXT NOT NULL
);

CREATE TABLE notice (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    ocid TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    buyer_id TEXT NOT NULL,
    authority_code TEXT,
    stage TEXT NOT NULL,
    status TEXT,
    category TEXT,
    method TEXT,
    cpv_codes TEXT NOT NULL,
    cpv_origin TEXT NOT NULL,
    regions TEXT,
    value_minor INTEGER,
    value_high_minor INTEGER,
    currency TEXT,
    published_at TEXT,
    deadline_at TEXT,
    start_date TEXT,
    end_date TEXT,
    suitable_for_sme INTEGER,
    source_url TEXT,
    release_count INTEGER NOT NULL,
    import_run_id TEXT,
    source_place TEXT,
    content_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    change_seq INTEGER NOT NULL,
    FOREIGN KEY (buyer_id) REFERENCES buyer (id)
);

CREATE TABLE contract (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    source_key TEXT NOT NULL,
    buyer_reference TEXT,
    organisation_id TEXT,
    buyer_id TEXT NOT NULL,
    authority_code TEXT,
    notice_id TEXT,
    title TEXT NOT NULL,
    description TEXT,
    department TEXT,
    cpv_codes TEXT NOT NULL,
    cpv_origin TEXT NOT NULL,
    region TEXT,
    start_date TEXT,
    end_date TEXT,
    latest_end_date TEXT,
    review_date TEXT,
    value_minor INTEGER,
    currency TEXT,
    value_is_annual INTEGER NOT NULL,
    procedure TEXT,
    status TEXT,
    visibility TEXT NOT NULL,
    source_url TEXT,
    import_run_id TEXT,
    source_place TEXT,
    content_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    change_seq INTEGER NOT NULL,
    FOREIGN KEY (buyer_id) REFERENCES buyer (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE import_run (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    file_hash TEXT,
    organisation_id TEXT,
    choices TEXT NOT NULL,
    dry_run INTEGER NOT NULL,
    all_or_nothing INTEGER NOT NULL,
    state TEXT NOT NULL,
    read INTEGER NOT NULL,
    added INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    bytes_read INTEGER NOT NULL,
    bytes_total INTEGER,
    message TEXT,
    started_by_id TEXT,
    started_by_name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE partnership_member (
    partnership_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    PRIMARY KEY (partnership_id, organisation_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (partnership_id) REFERENCES partnership (id)
);

CREATE TABLE membership (
    person_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (person_id, organisation_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL,
    started_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    ended_at TEXT,
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE contract_supplier (
    contract_id TEXT NOT NULL,
    supplier_id TEXT NOT NULL,
    name_as_published TEXT NOT NULL,
    PRIMARY KEY (contract_id, supplier_id),
    FOREIGN KEY (contract_id) REFERENCES contract (id),
    FOREIGN KEY (supplier_id) REFERENCES supplier (id)
);

CREATE TABLE import_problem (
    id INTEGER NOT NULL PRIMARY KEY,
    run_id TEXT NOT NULL,
    refused INTEGER NOT NULL,
    file TEXT NOT NULL,
    line INTEGER NOT NULL,
    "column" TEXT,
    reason TEXT NOT NULL,
    cells TEXT,
    FOREIGN KEY (run_id) REFERENCES import_run (id)
);
CREATE INDEX ix_buyer_authority_code ON buyer (authority_code);
CREATE UNIQUE INDEX ix_buyer_name ON buyer (name);
CREATE INDEX ix_contract_authority_code_end_date ON contract (authority_code, end_date);
CREATE INDEX ix_contract_buyer_id ON contract (buyer_id);
CREATE INDEX ix_contract_change_seq ON contract (change_seq);
CREATE INDEX ix_contract_notice_id ON contract (notice_id);
CREATE UNIQUE INDEX ix_contract_number ON contract (number);
CREATE INDEX ix_contract_organisation_id ON contract (organisation_id);
CREATE UNIQUE INDEX ix_contract_source_key ON contract (source_key);
CREATE INDEX ix_contract_supplier_supplier_id ON contract_supplier (supplier_id);
CREATE UNIQUE INDEX ix_event_seq ON event (seq);
CREATE INDEX ix_event_subject_kind_subject_id ON event (subject_kind, subject_id);
CREATE INDEX ix_import_problem_run_id ON import_problem (run_id);
CREATE UNIQUE INDEX ix_import_run_number ON import_run (number);
CREATE INDEX ix_import_run_organisation_id ON import_run (organisation_id);
CREATE INDEX ix_membership_organisation_id ON membership (organisation_id);
CREATE INDEX ix_notice_buyer_id ON notice (buyer_id);
CREATE INDEX ix_notice_change_seq ON notice (change_seq);
CREATE UNIQUE INDEX ix_notice_number ON notice (number);
CREATE UNIQUE INDEX ix_notice_ocid ON notice (ocid);
CREATE INDEX ix_organisation_authority_code ON organisation (authority_code);
CREATE UNIQUE INDEX ix_organisation_slug ON organisation (slug);
CREATE UNIQUE INDEX ix_partnership_slug ON partnership (slug);
CREATE INDEX ix_partnership_member_organisation_id ON partnership_member (organisation_id);
CREATE UNIQUE INDEX ix_person_email ON person (email);
CREATE UNIQUE INDEX ix_release_ocid_hash ON release (ocid, hash);
CREATE INDEX ix_session_person_id ON session (person_id);
CREATE UNIQUE INDEX ix_supplier_key ON supplier (key);
CREATE INDEX ix_supplier_merged_into_id ON supplier (merged_into_id);
