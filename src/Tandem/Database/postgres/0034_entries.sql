CREATE TABLE entry (
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    call_reference text NOT NULL,
    number bigint NOT NULL,
    who text NOT NULL,
    organisation_id uuid,
    entrant_name text NOT NULL,
    is_anonymous boolean NOT NULL,
    is_public boolean NOT NULL,
    title text,
    on_behalf_contact text,
    entered_by_name text,
    came_by text,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    entered_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    eligible_at timestamp with time zone,
    goes_on_to integer NOT NULL,
    change_seq bigint NOT NULL,
    published_at timestamp with time zone,
    shown_version integer,
    "text" text,
    hidden_at timestamp with time zone,
    hidden_reason text,
    status text,
    status_note text,
    status_at timestamp with time zone,
    status_by_name text,
    answer_due date,
    answered_at timestamp with time zone,
    built_on_id uuid,
    merged_into_id uuid,
    merged_reason text,
    support_count integer NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_entry_call_id_number ON entry (call_id, number);
CREATE INDEX ix_entry_change_seq ON entry (change_seq);
CREATE INDEX ix_entry_organisation_id ON entry (organisation_id);
CREATE INDEX ix_entry_merged_into_id ON entry (merged_into_id);

CREATE TABLE entry_member (
    entry_id uuid NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    "right" text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    PRIMARY KEY (entry_id, person_id),
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_entry_member_person_id ON entry_member (person_id);

CREATE TABLE entry_version (
    id uuid NOT NULL PRIMARY KEY,
    entry_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    stage_code text NOT NULL,
    number integer NOT NULL,
    received_at timestamp with time zone NOT NULL,
    received_by_name text NOT NULL,
    closed_at timestamp with time zone,
    is_late boolean NOT NULL,
    is_admitted boolean,
    late_reason text,
    decided_by_name text,
    decided_at timestamp with time zone,
    replaced_at timestamp with time zone,
    sha256 text NOT NULL,
    bytes bytea NOT NULL,
    for_call bytea,
    for_code bytea,
    form_hash text NOT NULL,
    opened_key text,
    opened_at timestamp with time zone,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (stage_id) REFERENCES call_stage (id)
);
CREATE UNIQUE INDEX ix_entry_version_entry_id_number ON entry_version (entry_id, number);
CREATE UNIQUE INDEX ix_entry_version_form_hash ON entry_version (form_hash);
CREATE INDEX ix_entry_version_stage_id ON entry_version (stage_id);

CREATE TABLE entry_draft (
    response_id uuid NOT NULL PRIMARY KEY,
    entry_id uuid NOT NULL,
    stage_id uuid,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (stage_id) REFERENCES call_stage (id),
    FOREIGN KEY (response_id) REFERENCES response (id)
);
CREATE INDEX ix_entry_draft_entry_id_stage_id ON entry_draft (entry_id, stage_id);
CREATE INDEX ix_entry_draft_stage_id ON entry_draft (stage_id);

CREATE TABLE entry_comment (
    id uuid NOT NULL PRIMARY KEY,
    entry_id uuid NOT NULL,
    person_id uuid NOT NULL,
    by_name text NOT NULL,
    closed text NOT NULL,
    at timestamp with time zone NOT NULL,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_entry_comment_entry_id ON entry_comment (entry_id);
CREATE INDEX ix_entry_comment_person_id ON entry_comment (person_id);

CREATE TABLE opener_key (
    call_id uuid NOT NULL,
    person_id uuid NOT NULL,
    public_key bytea NOT NULL,
    closed bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    PRIMARY KEY (call_id, person_id),
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_opener_key_person_id ON opener_key (person_id);

CREATE TABLE call_key (
    call_id uuid NOT NULL PRIMARY KEY,
    public_key bytea NOT NULL,
    wraps text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id)
);

CREATE TABLE opening_share (
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    given_at timestamp with time zone NOT NULL,
    shares text NOT NULL,
    used_at timestamp with time zone,
    FOREIGN KEY (stage_id) REFERENCES call_stage (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_opening_share_stage_id ON opening_share (stage_id);
CREATE INDEX ix_opening_share_person_id ON opening_share (person_id);

CREATE TABLE opening (
    id uuid NOT NULL PRIMARY KEY,
    stage_id uuid NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    first_name text NOT NULL,
    second_name text NOT NULL,
    entries integer NOT NULL,
    broken text NOT NULL,
    FOREIGN KEY (stage_id) REFERENCES call_stage (id)
);
CREATE INDEX ix_opening_stage_id ON opening (stage_id);

CREATE TABLE entry_support (
    id uuid NOT NULL PRIMARY KEY,
    entry_id uuid NOT NULL,
    person_id uuid,
    supporter text NOT NULL,
    at timestamp with time zone NOT NULL,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_entry_support_entry_id_supporter ON entry_support (entry_id, supporter);
CREATE INDEX ix_entry_support_person_id ON entry_support (person_id);

CREATE TABLE entry_report (
    id uuid NOT NULL PRIMARY KEY,
    entry_id uuid NOT NULL,
    person_id uuid NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decided_by_name text,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_entry_report_entry_id ON entry_report (entry_id);
CREATE INDEX ix_entry_report_person_id ON entry_report (person_id);

CREATE TABLE confidential_reply (
    id uuid NOT NULL PRIMARY KEY,
    entry_id uuid NOT NULL,
    person_id uuid NOT NULL,
    by_name text NOT NULL,
    of_name text,
    "text" text NOT NULL,
    at timestamp with time zone NOT NULL,
    acknowledged_at timestamp with time zone,
    acknowledged_by_name text,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_confidential_reply_entry_id ON confidential_reply (entry_id);
CREATE INDEX ix_confidential_reply_person_id ON confidential_reply (person_id);

CREATE TABLE told_to_all (
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    entry_id uuid,
    "text" text NOT NULL,
    occasion text NOT NULL,
    at timestamp with time zone NOT NULL,
    by_name text NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE INDEX ix_told_to_all_call_id ON told_to_all (call_id);
CREATE INDEX ix_told_to_all_entry_id ON told_to_all (entry_id);
