CREATE TABLE collaboration (
    id uuid NOT NULL PRIMARY KEY,
    number bigint NOT NULL,
    title text NOT NULL,
    aims text NOT NULL,
    kind text,
    key text,
    start_title text,
    start_path text,
    cpv_codes text NOT NULL,
    lead_id uuid NOT NULL,
    lead_since timestamp with time zone NOT NULL,
    visibility text NOT NULL,
    public_words text,
    started_at timestamp with time zone NOT NULL,
    started_by_name text NOT NULL,
    closed_at timestamp with time zone,
    outcome text,
    closed_reason text,
    revision integer NOT NULL,
    FOREIGN KEY (lead_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_collaboration_number ON collaboration (number);
CREATE INDEX ix_collaboration_kind_key ON collaboration (kind, key);
CREATE INDEX ix_collaboration_lead_id ON collaboration (lead_id);

CREATE TABLE collaboration_member (
    collaboration_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    standing text NOT NULL,
    decide_by date,
    joined_late boolean NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    authority_name text,
    authority_post text,
    evidence text,
    document_id uuid,
    reason text,
    said_by_name text NOT NULL,
    said_at timestamp with time zone NOT NULL,
    reminded_at timestamp with time zone,
    PRIMARY KEY (collaboration_id, organisation_id),
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_collaboration_member_organisation_id ON collaboration_member (organisation_id);

CREATE TABLE collaboration_decision (
    id uuid NOT NULL PRIMARY KEY,
    collaboration_id uuid NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    reasons text NOT NULL,
    decided_by text NOT NULL,
    decided_on date NOT NULL,
    recorded_by_name text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_by integer,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE UNIQUE INDEX ix_collaboration_decision_collaboration_id_number ON collaboration_decision (collaboration_id, number);

CREATE TABLE collaboration_document (
    id uuid NOT NULL PRIMARY KEY,
    collaboration_id uuid NOT NULL,
    number integer NOT NULL,
    title text NOT NULL,
    file_name text NOT NULL,
    file_hash text NOT NULL,
    bytes bigint NOT NULL,
    format text NOT NULL,
    added_by_name text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    taken_away_at timestamp with time zone,
    taken_away_by_name text,
    taken_away_reason text,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE UNIQUE INDEX ix_collaboration_document_collaboration_id_number ON collaboration_document (collaboration_id, number);

CREATE TABLE collaboration_task (
    id uuid NOT NULL PRIMARY KEY,
    collaboration_id uuid NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    organisation_id uuid NOT NULL,
    person_name text,
    due date,
    added_by_name text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    done_by_name text,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_collaboration_task_collaboration_id_number ON collaboration_task (collaboration_id, number);
CREATE INDEX ix_collaboration_task_organisation_id ON collaboration_task (organisation_id);

CREATE TABLE recorded_benefit (
    id uuid NOT NULL PRIMARY KEY,
    collaboration_id uuid NOT NULL,
    number integer NOT NULL,
    organisation_id uuid NOT NULL,
    saved_minor bigint NOT NULL,
    currency text NOT NULL,
    hours integer NOT NULL,
    reckoned text NOT NULL,
    evidence text,
    recorded_by_name text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    taken_back_at timestamp with time zone,
    taken_back_reason text,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_recorded_benefit_collaboration_id_number ON recorded_benefit (collaboration_id, number);
CREATE INDEX ix_recorded_benefit_organisation_id ON recorded_benefit (organisation_id);

CREATE TABLE stated_willingness (
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    level text NOT NULL,
    words text,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (organisation_id, kind, key),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE interest (
    id uuid NOT NULL PRIMARY KEY,
    number bigint NOT NULL,
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    title text NOT NULL,
    path text NOT NULL,
    cpv_codes text NOT NULL,
    level text NOT NULL,
    message text,
    asked_by_id uuid,
    asked_by_name text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    taken_back_at timestamp with time zone,
    taken_back_reason text,
    collaboration_id uuid,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE UNIQUE INDEX ix_interest_number ON interest (number);
CREATE INDEX ix_interest_organisation_id ON interest (organisation_id);
CREATE INDEX ix_interest_kind_key ON interest (kind, key);
CREATE INDEX ix_interest_collaboration_id ON interest (collaboration_id);

CREATE TABLE asked_organisation (
    interest_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    calendar text NOT NULL,
    working_days integer NOT NULL,
    due_on date NOT NULL,
    remind_on date,
    reminded_before_at timestamp with time zone,
    reminded_on_day_at timestamp with time zone,
    noted_unanswered_at timestamp with time zone,
    reply text,
    level text,
    words text,
    answered_by_name text,
    answered_at timestamp with time zone,
    changed_at timestamp with time zone,
    PRIMARY KEY (interest_id, organisation_id),
    FOREIGN KEY (interest_id) REFERENCES interest (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_asked_organisation_organisation_id ON asked_organisation (organisation_id);
CREATE INDEX ix_asked_organisation_due_on ON asked_organisation (due_on);

CREATE TABLE interest_time (
    organisation_id uuid NOT NULL PRIMARY KEY,
    working_days integer NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE requirement (
    id uuid NOT NULL PRIMARY KEY,
    collaboration_id uuid NOT NULL,
    number integer NOT NULL,
    position bigint NOT NULL,
    section text NOT NULL,
    text text NOT NULL,
    reference text NOT NULL,
    why text NOT NULL,
    proposed text,
    revision integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_name text NOT NULL,
    removed_at timestamp with time zone,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE UNIQUE INDEX ix_requirement_collaboration_id_number ON requirement (collaboration_id, number);
CREATE INDEX ix_requirement_collaboration_id_position ON requirement (collaboration_id, position);

CREATE TABLE requirement_mark (
    requirement_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    collaboration_id uuid NOT NULL,
    level text NOT NULL,
    comment text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (requirement_id, organisation_id),
    FOREIGN KEY (requirement_id) REFERENCES requirement (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE INDEX ix_requirement_mark_collaboration_id_organisation_id ON requirement_mark (collaboration_id, organisation_id);
CREATE INDEX ix_requirement_mark_organisation_id ON requirement_mark (organisation_id);

CREATE TABLE requirement_version (
    id uuid NOT NULL PRIMARY KEY,
    collaboration_id uuid NOT NULL,
    number integer NOT NULL,
    note text,
    lines integer NOT NULL,
    proposed_by_name text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    agreed_at timestamp with time zone,
    taken_back_at timestamp with time zone,
    taken_back_reason text,
    revision integer NOT NULL,
    FOREIGN KEY (collaboration_id) REFERENCES collaboration (id)
);
CREATE UNIQUE INDEX ix_requirement_version_collaboration_id_number ON requirement_version (collaboration_id, number);

CREATE TABLE version_agreement (
    version_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    agrees boolean NOT NULL,
    post text,
    words text,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (version_id, organisation_id),
    FOREIGN KEY (version_id) REFERENCES requirement_version (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_version_agreement_organisation_id ON version_agreement (organisation_id);

CREATE TABLE requirement_version_line (
    version_id uuid NOT NULL,
    number integer NOT NULL,
    position bigint NOT NULL,
    section text NOT NULL,
    text text NOT NULL,
    reference text NOT NULL,
    why text NOT NULL,
    level text NOT NULL,
    differing text NOT NULL,
    PRIMARY KEY (version_id, number),
    FOREIGN KEY (version_id) REFERENCES requirement_version (id)
);

CREATE TABLE opportunity_news (
    organisation_id uuid NOT NULL,
    key text NOT NULL,
    kind text NOT NULL,
    detail text NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (organisation_id, key, kind, detail),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
