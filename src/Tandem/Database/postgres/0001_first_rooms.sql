CREATE TABLE buyer (
    id uuid NOT NULL,
    name text NOT NULL,
    authority_code text,
    resolved_how text,
    created_at timestamp with time zone NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE event (
    id uuid NOT NULL,
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    verb text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    data text NOT NULL,
    reason text,
    hash text NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE organisation (
    id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    authority_code text,
    created_at timestamp with time zone NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE partnership (
    id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE person (
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text NOT NULL,
    is_steward boolean NOT NULL,
    is_demo boolean NOT NULL,
    failed_attempts integer NOT NULL,
    locked_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE protection_key (
    name text NOT NULL,
    xml text NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE release (
    id bigint NOT NULL,
    ocid text NOT NULL,
    release_id text NOT NULL,
    date timestamp with time zone,
    tag text NOT NULL,
    hash text NOT NULL,
    json bytea NOT NULL,
    import_run_id uuid,
    source_place text NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE sequence (
    name text NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE supplier (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    company_number text,
    vat_number text,
    postal_code text,
    locality text,
    is_sme boolean,
    is_vcse boolean,
    merged_into_id uuid,
    created_at timestamp with time zone NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE notice (
    id uuid NOT NULL,
    number bigint NOT NULL,
    ocid text NOT NULL,
    title text NOT NULL,
    description text,
    buyer_id uuid NOT NULL,
    authority_code text,
    stage text NOT NULL,
    status text,
    category text,
    method text,
    cpv_codes text NOT NULL,
    cpv_origin text NOT NULL,
    regions text,
    value_minor bigint,
    value_high_minor bigint,
    currency text,
    published_at timestamp with time zone,
    deadline_at timestamp with time zone,
    start_date date,
    end_date date,
    suitable_for_sme boolean,
    source_url text,
    release_count integer NOT NULL,
    import_run_id uuid,
    source_place text,
    content_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    change_seq bigint NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (buyer_id) REFERENCES buyer (id)
);

CREATE TABLE contract (
    id uuid NOT NULL,
    number bigint NOT NULL,
    source_key text NOT NULL,
    buyer_reference text,
    organisation_id uuid,
    buyer_id uuid NOT NULL,
    authority_code text,
    notice_id uuid,
    title text NOT NULL,
    description text,
    department text,
    cpv_codes text NOT NULL,
    cpv_origin text NOT NULL,
    region text,
    start_date date,
    end_date date,
    latest_end_date date,
    review_date date,
    value_minor bigint,
    currency text,
    value_is_annual boolean NOT NULL,
    procedure text,
    status text,
    visibility text NOT NULL,
    source_url text,
    import_run_id uuid,
    source_place text,
    content_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    change_seq bigint NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (buyer_id) REFERENCES buyer (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE import_run (
    id uuid NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL,
    source_name text NOT NULL,
    file_hash text,
    organisation_id uuid,
    choices text NOT NULL,
    dry_run boolean NOT NULL,
    all_or_nothing boolean NOT NULL,
    state text NOT NULL,
    read bigint NOT NULL,
    added bigint NOT NULL,
    updated bigint NOT NULL,
    unchanged bigint NOT NULL,
    refused bigint NOT NULL,
    bytes_read bigint NOT NULL,
    bytes_total bigint,
    message text,
    started_by_id uuid,
    started_by_name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    PRIMARY KEY (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE partnership_member (
    partnership_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    PRIMARY KEY (partnership_id, organisation_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (partnership_id) REFERENCES partnership (id)
);

CREATE TABLE membership (
    person_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    role text NOT NULL,
    PRIMARY KEY (person_id, organisation_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE session (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    PRIMARY KEY (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE contract_supplier (
    contract_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    name_as_published text NOT NULL,
    PRIMARY KEY (contract_id, supplier_id),
    FOREIGN KEY (contract_id) REFERENCES contract (id),
    FOREIGN KEY (supplier_id) REFERENCES supplier (id)
);

CREATE TABLE import_problem (
    id bigint NOT NULL,
    run_id uuid NOT NULL,
    refused boolean NOT NULL,
    file text NOT NULL,
    line bigint NOT NULL,
    "column" text,
    reason text NOT NULL,
    cells text,
    PRIMARY KEY (id),
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
