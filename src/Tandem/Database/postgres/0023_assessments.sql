CREATE TABLE assessment (
    id uuid NOT NULL PRIMARY KEY,
    year integer NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL,
    kind_version text NOT NULL,
    subject text NOT NULL,
    subject_link text,
    organisation_id uuid NOT NULL,
    body_id uuid NOT NULL,
    form text,
    phase text,
    standard text,
    scale text NOT NULL,
    calendar text NOT NULL,
    response_id uuid,
    asked text NOT NULL,
    only_units text NOT NULL,
    former_id uuid,
    state text NOT NULL,
    waits text NOT NULL,
    due date,
    ended boolean NOT NULL,
    round integer NOT NULL,
    handed_over_at timestamp with time zone,
    outcome text,
    outcome_by_rule text,
    decided_at timestamp with time zone,
    proposed_outcome text,
    proposed_reason text,
    proposed_by_id uuid,
    overall_words text,
    published_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    revision integer NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (body_id) REFERENCES organisation (id),
    FOREIGN KEY (response_id) REFERENCES response (id),
    FOREIGN KEY (former_id) REFERENCES assessment (id)
);
CREATE UNIQUE INDEX ix_assessment_year_number ON assessment (year, number);
CREATE INDEX ix_assessment_organisation_id_kind ON assessment (organisation_id, kind);
CREATE INDEX ix_assessment_body_id_waits ON assessment (body_id, waits);
CREATE INDEX ix_assessment_ended_due ON assessment (ended, due);
CREATE INDEX ix_assessment_response_id ON assessment (response_id);
CREATE INDEX ix_assessment_former_id ON assessment (former_id);

CREATE TABLE assessment_step (
    id uuid NOT NULL PRIMARY KEY,
    assessment_id uuid NOT NULL,
    seq integer NOT NULL,
    act text NOT NULL,
    done text NOT NULL,
    led_to text,
    at timestamp with time zone NOT NULL,
    by_name text NOT NULL,
    by_id uuid,
    words text,
    due date,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id)
);
CREATE UNIQUE INDEX ix_assessment_step_assessment_id_seq ON assessment_step (assessment_id, seq);

CREATE TABLE assessment_member (
    id uuid NOT NULL PRIMARY KEY,
    assessment_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    profession text,
    points text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    declared_at timestamp with time zone,
    interest text,
    finished_at timestamp with time zone,
    removed_at timestamp with time zone,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_assessment_member_assessment_id ON assessment_member (assessment_id);
CREATE INDEX ix_assessment_member_person_id ON assessment_member (person_id);

CREATE TABLE finding (
    id uuid NOT NULL PRIMARY KEY,
    assessment_id uuid NOT NULL,
    unit text NOT NULL,
    by_id uuid,
    by_name text NOT NULL,
    consolidated boolean NOT NULL,
    round integer NOT NULL,
    rating text,
    reason text,
    well text,
    fix text,
    at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id)
);
CREATE INDEX ix_finding_assessment_id_unit ON finding (assessment_id, unit);

CREATE TABLE assessment_action (
    id uuid NOT NULL PRIMARY KEY,
    assessment_id uuid NOT NULL,
    unit text NOT NULL,
    rating text NOT NULL,
    text text NOT NULL,
    due date NOT NULL,
    created_at timestamp with time zone NOT NULL,
    evidence text,
    evidence_link text,
    shown_at timestamp with time zone,
    closed_at timestamp with time zone,
    closed_by_name text,
    remark text,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id)
);
CREATE INDEX ix_assessment_action_assessment_id ON assessment_action (assessment_id);

CREATE TABLE assessment_declaration (
    id uuid NOT NULL PRIMARY KEY,
    assessment_id uuid NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    position text NOT NULL,
    round integer NOT NULL,
    at timestamp with time zone NOT NULL,
    words text NOT NULL,
    answers_hash text NOT NULL,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_assessment_declaration_assessment_id ON assessment_declaration (assessment_id);

CREATE TABLE assessing_body (
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    since timestamp with time zone NOT NULL,
    PRIMARY KEY (organisation_id, kind),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE certificate (
    id uuid NOT NULL PRIMARY KEY,
    number text NOT NULL,
    assessment_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    kind_version text NOT NULL,
    title text NOT NULL,
    holder text NOT NULL,
    company_number text,
    scope text NOT NULL,
    issued_on date NOT NULL,
    expires_on date NOT NULL,
    body_name text NOT NULL,
    signature text NOT NULL,
    key_id text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawal_reason text,
    withdrawn_by_name text,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_certificate_number ON certificate (number);
CREATE INDEX ix_certificate_assessment_id ON certificate (assessment_id);
CREATE INDEX ix_certificate_organisation_id ON certificate (organisation_id);
CREATE INDEX ix_certificate_company_number ON certificate (company_number);
CREATE INDEX ix_certificate_kind_expires_on ON certificate (kind, expires_on);
