CREATE TABLE entry (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    call_reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    who TEXT NOT NULL,
    organisation_id TEXT,
    entrant_name TEXT NOT NULL,
    is_anonymous INTEGER NOT NULL,
    is_public INTEGER NOT NULL,
    title TEXT,
    on_behalf_contact TEXT,
    entered_by_name TEXT,
    came_by TEXT,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    entered_at TEXT,
    withdrawn_at TEXT,
    eligible_at TEXT,
    goes_on_to INTEGER NOT NULL,
    change_seq INTEGER NOT NULL,
    published_at TEXT,
    shown_version INTEGER,
    "text" TEXT,
    hidden_at TEXT,
    hidden_reason TEXT,
    status TEXT,
    status_note TEXT,
    status_at TEXT,
    status_by_name TEXT,
    answer_due TEXT,
    answered_at TEXT,
    built_on_id TEXT,
    merged_into_id TEXT,
    merged_reason TEXT,
    support_count INTEGER NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_entry_call_id_number ON entry (call_id, number);
CREATE INDEX ix_entry_change_seq ON entry (change_seq);
CREATE INDEX ix_entry_organisation_id ON entry (organisation_id);
CREATE INDEX ix_entry_merged_into_id ON entry (merged_into_id);

CREATE TABLE entry_member (
    entry_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    "right" TEXT NOT NULL,
    added_at TEXT NOT NULL,
    removed_at TEXT,
    PRIMARY KEY (entry_id, person_id),
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_entry_member_person_id ON entry_member (person_id);

CREATE TABLE entry_version (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL,
    stage_id TEXT NOT NULL,
    stage_code TEXT NOT NULL,
    number INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    received_by_name TEXT NOT NULL,
    closed_at TEXT,
    is_late INTEGER NOT NULL,
    is_admitted INTEGER,
    late_reason TEXT,
    decided_by_name TEXT,
    decided_at TEXT,
    replaced_at TEXT,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    for_call BLOB,
    for_code BLOB,
    form_hash TEXT NOT NULL,
    opened_key TEXT,
    opened_at TEXT,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (stage_id) REFERENCES call_stage (id)
);
CREATE UNIQUE INDEX ix_entry_version_entry_id_number ON entry_version (entry_id, number);
CREATE UNIQUE INDEX ix_entry_version_form_hash ON entry_version (form_hash);
CREATE INDEX ix_entry_version_stage_id ON entry_version (stage_id);

CREATE TABLE entry_draft (
    response_id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL,
    stage_id TEXT,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (stage_id) REFERENCES call_stage (id),
    FOREIGN KEY (response_id) REFERENCES response (id)
);
CREATE INDEX ix_entry_draft_entry_id_stage_id ON entry_draft (entry_id, stage_id);
CREATE INDEX ix_entry_draft_stage_id ON entry_draft (stage_id);

CREATE TABLE entry_comment (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    closed TEXT NOT NULL,
    at TEXT NOT NULL,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_entry_comment_entry_id ON entry_comment (entry_id);
CREATE INDEX ix_entry_comment_person_id ON entry_comment (person_id);

CREATE TABLE opener_key (
    call_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    public_key BLOB NOT NULL,
    closed BLOB NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (call_id, person_id),
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_opener_key_person_id ON opener_key (person_id);

CREATE TABLE call_key (
    call_id TEXT NOT NULL PRIMARY KEY,
    public_key BLOB NOT NULL,
    wraps TEXT NOT NULL,
    made_at TEXT NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id)
);

CREATE TABLE opening_share (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    stage_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    person_name TEXT NOT NULL,
    given_at TEXT NOT NULL,
    shares TEXT NOT NULL,
    used_at TEXT,
    FOREIGN KEY (stage_id) REFERENCES call_stage (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_opening_share_stage_id ON opening_share (stage_id);
CREATE INDEX ix_opening_share_person_id ON opening_share (person_id);

CREATE TABLE opening (
    id TEXT NOT NULL PRIMARY KEY,
    stage_id TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    first_name TEXT NOT NULL,
    second_name TEXT NOT NULL,
    entries INTEGER NOT NULL,
    broken TEXT NOT NULL,
    FOREIGN KEY (stage_id) REFERENCES call_stage (id)
);
CREATE INDEX ix_opening_stage_id ON opening (stage_id);

CREATE TABLE entry_support (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL,
    person_id TEXT,
    supporter TEXT NOT NULL,
    at TEXT NOT NULL,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_entry_support_entry_id_supporter ON entry_support (entry_id, supporter);
CREATE INDEX ix_entry_support_person_id ON entry_support (person_id);

CREATE TABLE entry_report (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    decided_at TEXT,
    decided_by_name TEXT,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_entry_report_entry_id ON entry_report (entry_id);
CREATE INDEX ix_entry_report_person_id ON entry_report (person_id);

CREATE TABLE confidential_reply (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    of_name TEXT,
    "text" TEXT NOT NULL,
    at TEXT NOT NULL,
    acknowledged_at TEXT,
    acknowledged_by_name TEXT,
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_confidential_reply_entry_id ON confidential_reply (entry_id);
CREATE INDEX ix_confidential_reply_person_id ON confidential_reply (person_id);

CREATE TABLE told_to_all (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    entry_id TEXT,
    "text" TEXT NOT NULL,
    occasion TEXT NOT NULL,
    at TEXT NOT NULL,
    by_name TEXT NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE INDEX ix_told_to_all_call_id ON told_to_all (call_id);
CREATE INDEX ix_told_to_all_entry_id ON told_to_all (entry_id);
