CREATE TABLE entry_judging (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    stage_code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    is_anonymised INTEGER NOT NULL,
    revealed_at TEXT,
    revealed_by_name TEXT,
    reveal_reason TEXT,
    revision INTEGER NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE UNIQUE INDEX ix_entry_judging_call_id_stage_code_entry_id ON entry_judging (call_id, stage_code, entry_id);
CREATE INDEX ix_entry_judging_entry_id ON entry_judging (entry_id);

CREATE TABLE assignment (
    id TEXT NOT NULL PRIMARY KEY,
    judging_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    person_name TEXT NOT NULL,
    assigned_at TEXT NOT NULL,
    assigned_by_name TEXT NOT NULL,
    interest TEXT NOT NULL,
    interest_words TEXT,
    declared_at TEXT,
    draft TEXT NOT NULL,
    saved_at TEXT,
    submitted_at TEXT,
    ended_at TEXT,
    ended_reason TEXT,
    revision INTEGER NOT NULL,
    FOREIGN KEY (judging_id) REFERENCES entry_judging (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_assignment_judging_id_person_id ON assignment (judging_id, person_id);
CREATE INDEX ix_assignment_person_id ON assignment (person_id);

CREATE TABLE score (
    id TEXT NOT NULL PRIMARY KEY,
    assignment_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    value INTEGER NOT NULL,
    justification TEXT,
    at TEXT NOT NULL,
    change_reason TEXT,
    FOREIGN KEY (assignment_id) REFERENCES assignment (id)
);
CREATE INDEX ix_score_assignment_id ON score (assignment_id);

CREATE TABLE agreed_score (
    id TEXT NOT NULL PRIMARY KEY,
    judging_id TEXT NOT NULL,
    criterion TEXT NOT NULL,
    value INTEGER NOT NULL,
    reason TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    FOREIGN KEY (judging_id) REFERENCES entry_judging (id)
);
CREATE INDEX ix_agreed_score_judging_id ON agreed_score (judging_id);

CREATE TABLE screening (
    id TEXT NOT NULL PRIMARY KEY,
    judging_id TEXT NOT NULL,
    passes INTEGER NOT NULL,
    reason TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    FOREIGN KEY (judging_id) REFERENCES entry_judging (id)
);
CREATE INDEX ix_screening_judging_id ON screening (judging_id);

CREATE TABLE pair_comparison (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    stage_code TEXT NOT NULL,
    person_id TEXT NOT NULL,
    low_id TEXT NOT NULL,
    high_id TEXT NOT NULL,
    preferred_id TEXT,
    at TEXT NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (person_id) REFERENCES person (id),
    FOREIGN KEY (low_id) REFERENCES entry (id),
    FOREIGN KEY (high_id) REFERENCES entry (id)
);
CREATE UNIQUE INDEX ix_pair_comparison_call_id_stage_code_person_id_low_id_high_id ON pair_comparison (call_id, stage_code, person_id, low_id, high_id);
CREATE INDEX ix_pair_comparison_low_id ON pair_comparison (low_id);
CREATE INDEX ix_pair_comparison_high_id ON pair_comparison (high_id);
CREATE INDEX ix_pair_comparison_person_id ON pair_comparison (person_id);

CREATE TABLE budget_override (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    stage_code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    funded INTEGER NOT NULL,
    amount_minor INTEGER,
    reason TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    taken_back_at TEXT,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE INDEX ix_budget_override_call_id_stage_code ON budget_override (call_id, stage_code);
CREATE INDEX ix_budget_override_entry_id ON budget_override (entry_id);

CREATE TABLE call_decision (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    stage_code TEXT NOT NULL,
    round INTEGER NOT NULL,
    recommended_at TEXT NOT NULL,
    recommended_by_id TEXT,
    recommended_by_name TEXT NOT NULL,
    words TEXT NOT NULL,
    none_reason TEXT,
    departs_reason TEXT,
    withheld_reason TEXT,
    terms_sha256 TEXT NOT NULL,
    approved_at TEXT,
    approved_by_name TEXT,
    returned_at TEXT,
    returned_reason TEXT,
    returned_by_name TEXT,
    told_at TEXT,
    standstill_days INTEGER,
    standstill_calendar TEXT,
    standstill_from TEXT,
    standstill_to TEXT,
    revision INTEGER NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id)
);
CREATE UNIQUE INDEX ix_call_decision_call_id_stage_code_round ON call_decision (call_id, stage_code, round);

CREATE TABLE decision_line (
    id TEXT NOT NULL PRIMARY KEY,
    decision_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    amount INTEGER,
    standing TEXT NOT NULL,
    place INTEGER,
    total_hundredths INTEGER,
    FOREIGN KEY (decision_id) REFERENCES call_decision (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE UNIQUE INDEX ix_decision_line_decision_id_entry_id ON decision_line (decision_id, entry_id);
CREATE INDEX ix_decision_line_entry_id ON decision_line (entry_id);

CREATE TABLE decision_letter (
    id TEXT NOT NULL PRIMARY KEY,
    decision_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    json TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    FOREIGN KEY (decision_id) REFERENCES call_decision (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE UNIQUE INDEX ix_decision_letter_decision_id_entry_id ON decision_letter (decision_id, entry_id);
CREATE INDEX ix_decision_letter_entry_id ON decision_letter (entry_id);

CREATE TABLE follow_through (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    becomes TEXT NOT NULL,
    title TEXT NOT NULL,
    "with" TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    amount_minor INTEGER,
    currency TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    signed_on TEXT,
    contract_id TEXT,
    created_at TEXT NOT NULL,
    result TEXT,
    evidence TEXT,
    ended_on TEXT,
    revision INTEGER NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (owner_id) REFERENCES person (id),
    FOREIGN KEY (contract_id) REFERENCES contract (id)
);
CREATE UNIQUE INDEX ix_follow_through_entry_id ON follow_through (entry_id);
CREATE INDEX ix_follow_through_call_id ON follow_through (call_id);
CREATE INDEX ix_follow_through_owner_id ON follow_through (owner_id);
CREATE INDEX ix_follow_through_contract_id ON follow_through (contract_id);

CREATE TABLE follow_milestone (
    id TEXT NOT NULL PRIMARY KEY,
    follow_through_id TEXT NOT NULL,
    title TEXT NOT NULL,
    due TEXT NOT NULL,
    amount_minor INTEGER,
    reached_on TEXT,
    words TEXT,
    FOREIGN KEY (follow_through_id) REFERENCES follow_through (id)
);
CREATE INDEX ix_follow_milestone_follow_through_id ON follow_milestone (follow_through_id);

CREATE TABLE follow_check (
    follow_through_id TEXT NOT NULL,
    months INTEGER NOT NULL,
    due TEXT NOT NULL,
    finding TEXT,
    link TEXT,
    answered_at TEXT,
    answered_by_name TEXT,
    PRIMARY KEY (follow_through_id, months),
    FOREIGN KEY (follow_through_id) REFERENCES follow_through (id)
);
CREATE INDEX ix_follow_check_due ON follow_check (due);
