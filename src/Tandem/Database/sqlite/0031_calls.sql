CREATE TABLE call (
    id TEXT NOT NULL PRIMARY KEY,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    organisation_id TEXT NOT NULL,
    kind_name TEXT NOT NULL,
    kind_version TEXT NOT NULL,
    kind_text TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    brief TEXT NOT NULL,
    terms TEXT NOT NULL,
    state TEXT NOT NULL,
    audience TEXT NOT NULL,
    with_partners INTEGER NOT NULL,
    cpv_codes TEXT NOT NULL,
    region TEXT,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    budget_minor INTEGER,
    least_ask_minor INTEGER,
    most_ask_minor INTEGER,
    value_minor INTEGER,
    prizes TEXT NOT NULL,
    eligibility_name TEXT,
    eligibility_version TEXT,
    questions_until TEXT,
    decision_by TEXT,
    contact_name TEXT,
    contact_email TEXT,
    pipeline_item_id TEXT,
    ocid TEXT NOT NULL,
    submitted_at TEXT,
    submitted_by_id TEXT,
    returned_reason TEXT,
    approved_at TEXT,
    approved_by_name TEXT,
    published_at TEXT,
    decided_at TEXT,
    ended_at TEXT,
    ended_reason TEXT,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    change_seq INTEGER NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (pipeline_item_id) REFERENCES pipeline_item (id)
);
CREATE UNIQUE INDEX ix_call_year_number ON call (year, number);
CREATE INDEX ix_call_change_seq ON call (change_seq);
CREATE INDEX ix_call_organisation_id_state ON call (organisation_id, state);
CREATE INDEX ix_call_pipeline_item_id ON call (pipeline_item_id);

CREATE TABLE addendum (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    changes TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by_id TEXT,
    made_by_name TEXT NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (made_by_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_addendum_call_id_number ON addendum (call_id, number);

CREATE TABLE call_stage (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    position INTEGER NOT NULL,
    opens_at TEXT,
    closes_at TEXT,
    form_name TEXT NOT NULL,
    form_version TEXT NOT NULL,
    is_sealed INTEGER NOT NULL,
    late TEXT NOT NULL,
    fee_minor INTEGER,
    judged_by TEXT,
    opening_told INTEGER NOT NULL,
    closing_told INTEGER NOT NULL,
    draft_terms TEXT NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id)
);
CREATE UNIQUE INDEX ix_call_stage_call_id_code ON call_stage (call_id, code);
CREATE INDEX ix_call_stage_closes_at ON call_stage (closes_at);

CREATE TABLE stage_terms (
    id TEXT NOT NULL PRIMARY KEY,
    stage_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    json TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    made_at TEXT NOT NULL,
    addendum_id TEXT,
    FOREIGN KEY (stage_id) REFERENCES call_stage (id),
    FOREIGN KEY (addendum_id) REFERENCES addendum (id)
);
CREATE UNIQUE INDEX ix_stage_terms_stage_id_number ON stage_terms (stage_id, number);
CREATE INDEX ix_stage_terms_addendum_id ON stage_terms (addendum_id);

CREATE TABLE call_person (
    call_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    role TEXT NOT NULL,
    named_by_name TEXT NOT NULL,
    named_at TEXT NOT NULL,
    PRIMARY KEY (call_id, person_id, role),
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_call_person_person_id ON call_person (person_id);
