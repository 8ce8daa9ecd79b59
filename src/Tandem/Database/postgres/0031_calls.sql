CREATE TABLE call (
    id uuid NOT NULL PRIMARY KEY,
    year integer NOT NULL,
    number bigint NOT NULL,
    organisation_id uuid NOT NULL,
    kind_name text NOT NULL,
    kind_version text NOT NULL,
    kind_text text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    brief text NOT NULL,
    terms text NOT NULL,
    state text NOT NULL,
    audience text NOT NULL,
    with_partners boolean NOT NULL,
    cpv_codes text NOT NULL,
    region text,
    time_zone text NOT NULL,
    currency text NOT NULL,
    budget_minor bigint,
    least_ask_minor bigint,
    most_ask_minor bigint,
    value_minor bigint,
    prizes text NOT NULL,
    eligibility_name text,
    eligibility_version text,
    questions_until timestamp with time zone,
    decision_by date,
    contact_name text,
    contact_email text,
    pipeline_item_id uuid,
    ocid text NOT NULL,
    submitted_at timestamp with time zone,
    submitted_by_id uuid,
    returned_reason text,
    approved_at timestamp with time zone,
    approved_by_name text,
    published_at timestamp with time zone,
    decided_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_reason text,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    change_seq bigint NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (pipeline_item_id) REFERENCES pipeline_item (id)
);
CREATE UNIQUE INDEX ix_call_year_number ON call (year, number);
CREATE INDEX ix_call_change_seq ON call (change_seq);
CREATE INDEX ix_call_organisation_id_state ON call (organisation_id, state);
CREATE INDEX ix_call_pipeline_item_id ON call (pipeline_item_id);

CREATE TABLE addendum (
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    changes text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id uuid,
    made_by_name text NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (made_by_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_addendum_call_id_number ON addendum (call_id, number);

CREATE TABLE call_stage (
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    position integer NOT NULL,
    opens_at timestamp with time zone,
    closes_at timestamp with time zone,
    form_name text NOT NULL,
    form_version text NOT NULL,
    is_sealed boolean NOT NULL,
    late text NOT NULL,
    fee_minor bigint,
    judged_by date,
    opening_told boolean NOT NULL,
    closing_told boolean NOT NULL,
    draft_terms text NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id)
);
CREATE UNIQUE INDEX ix_call_stage_call_id_code ON call_stage (call_id, code);
CREATE INDEX ix_call_stage_closes_at ON call_stage (closes_at);

CREATE TABLE stage_terms (
    id uuid NOT NULL PRIMARY KEY,
    stage_id uuid NOT NULL,
    number integer NOT NULL,
    json text NOT NULL,
    sha256 text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    addendum_id uuid,
    FOREIGN KEY (stage_id) REFERENCES call_stage (id),
    FOREIGN KEY (addendum_id) REFERENCES addendum (id)
);
CREATE UNIQUE INDEX ix_stage_terms_stage_id_number ON stage_terms (stage_id, number);
CREATE INDEX ix_stage_terms_addendum_id ON stage_terms (addendum_id);

CREATE TABLE call_person (
    call_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    named_by_name text NOT NULL,
    named_at timestamp with time zone NOT NULL,
    PRIMARY KEY (call_id, person_id, role),
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_call_person_person_id ON call_person (person_id);
