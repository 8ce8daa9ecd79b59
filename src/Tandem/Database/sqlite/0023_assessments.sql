CREATE TABLE assessment (
    id TEXT NOT NULL PRIMARY KEY,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    kind_version TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_link TEXT,
    organisation_id TEXT NOT NULL,
    body_id TEXT NOT NULL,
    form TEXT,
    phase TEXT,
    standard TEXT,
    scale TEXT NOT NULL,
    calendar TEXT NOT NULL,
    response_id TEXT,
    asked TEXT NOT NULL,
    only_units TEXT NOT NULL,
    former_id TEXT,
    state TEXT NOT NULL,
    waits TEXT NOT NULL,
    due TEXT,
    ended INTEGER NOT NULL,
    round INTEGER NOT NULL,
    handed_over_at TEXT,
    outcome TEXT,
    outcome_by_rule TEXT,
    decided_at TEXT,
    proposed_outcome TEXT,
    proposed_reason TEXT,
    proposed_by_id TEXT,
    overall_words TEXT,
    published_at TEXT,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
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
    id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    act TEXT NOT NULL,
    done TEXT NOT NULL,
    led_to TEXT,
    at TEXT NOT NULL,
    by_name TEXT NOT NULL,
    by_id TEXT,
    words TEXT,
    due TEXT,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id)
);
CREATE UNIQUE INDEX ix_assessment_step_assessment_id_seq ON assessment_step (assessment_id, seq);

CREATE TABLE assessment_member (
    id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    role TEXT NOT NULL,
    profession TEXT,
    points TEXT NOT NULL,
    added_at TEXT NOT NULL,
    declared_at TEXT,
    interest TEXT,
    finished_at TEXT,
    removed_at TEXT,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_assessment_member_assessment_id ON assessment_member (assessment_id);
CREATE INDEX ix_assessment_member_person_id ON assessment_member (person_id);

CREATE TABLE finding (
    id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    by_id TEXT,
    by_name TEXT NOT NULL,
    consolidated INTEGER NOT NULL,
    round INTEGER NOT NULL,
    rating TEXT,
    reason TEXT,
    well TEXT,
    fix TEXT,
    at TEXT NOT NULL,
    superseded_at TEXT,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id)
);
CREATE INDEX ix_finding_assessment_id_unit ON finding (assessment_id, unit);

CREATE TABLE assessment_action (
    id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    rating TEXT NOT NULL,
    text TEXT NOT NULL,
    due TEXT NOT NULL,
    created_at TEXT NOT NULL,
    evidence TEXT,
    evidence_link TEXT,
    shown_at TEXT,
    closed_at TEXT,
    closed_by_name TEXT,
    remark TEXT,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id)
);
CREATE INDEX ix_assessment_action_assessment_id ON assessment_action (assessment_id);

CREATE TABLE assessment_declaration (
    id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    position TEXT NOT NULL,
    round INTEGER NOT NULL,
    at TEXT NOT NULL,
    words TEXT NOT NULL,
    answers_hash TEXT NOT NULL,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_assessment_declaration_assessment_id ON assessment_declaration (assessment_id);

CREATE TABLE assessing_body (
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (organisation_id, kind),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE certificate (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    assessment_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    kind_version TEXT NOT NULL,
    title TEXT NOT NULL,
    holder TEXT NOT NULL,
    company_number TEXT,
    scope TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    body_name TEXT NOT NULL,
    signature TEXT NOT NULL,
    key_id TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawal_reason TEXT,
    withdrawn_by_name TEXT,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_certificate_number ON certificate (number);
CREATE INDEX ix_certificate_assessment_id ON certificate (assessment_id);
CREATE INDEX ix_certificate_organisation_id ON certificate (organisation_id);
CREATE INDEX ix_certificate_company_number ON certificate (company_number);
CREATE INDEX ix_certificate_kind_expires_on ON certificate (kind, expires_on);
