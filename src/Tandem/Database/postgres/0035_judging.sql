CREATE TABLE entry_judging (
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    stage_code text NOT NULL,
    entry_id uuid NOT NULL,
    is_anonymised boolean NOT NULL,
    revealed_at timestamp with time zone,
    revealed_by_name text,
    reveal_reason text,
    revision integer NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE UNIQUE INDEX ix_entry_judging_call_id_stage_code_entry_id ON entry_judging (call_id, stage_code, entry_id);
CREATE INDEX ix_entry_judging_entry_id ON entry_judging (entry_id);

CREATE TABLE assignment (
    id uuid NOT NULL PRIMARY KEY,
    judging_id uuid NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    assigned_by_name text NOT NULL,
    interest text NOT NULL,
    interest_words text,
    declared_at timestamp with time zone,
    draft text NOT NULL,
    saved_at timestamp with time zone,
    submitted_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_reason text,
    revision integer NOT NULL,
    FOREIGN KEY (judging_id) REFERENCES entry_judging (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_assignment_judging_id_person_id ON assignment (judging_id, person_id);
CREATE INDEX ix_assignment_person_id ON assignment (person_id);

CREATE TABLE score (
    id uuid NOT NULL PRIMARY KEY,
    assignment_id uuid NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    value integer NOT NULL,
    justification text,
    at timestamp with time zone NOT NULL,
    change_reason text,
    FOREIGN KEY (assignment_id) REFERENCES assignment (id)
);
CREATE INDEX ix_score_assignment_id ON score (assignment_id);

CREATE TABLE agreed_score (
    id uuid NOT NULL PRIMARY KEY,
    judging_id uuid NOT NULL,
    criterion text NOT NULL,
    value integer NOT NULL,
    reason text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    FOREIGN KEY (judging_id) REFERENCES entry_judging (id)
);
CREATE INDEX ix_agreed_score_judging_id ON agreed_score (judging_id);

CREATE TABLE screening (
    id uuid NOT NULL PRIMARY KEY,
    judging_id uuid NOT NULL,
    passes boolean NOT NULL,
    reason text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    FOREIGN KEY (judging_id) REFERENCES entry_judging (id)
);
CREATE INDEX ix_screening_judging_id ON screening (judging_id);

CREATE TABLE pair_comparison (
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    stage_code text NOT NULL,
    person_id uuid NOT NULL,
    low_id uuid NOT NULL,
    high_id uuid NOT NULL,
    preferred_id uuid,
    at timestamp with time zone NOT NULL,
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
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    stage_code text NOT NULL,
    entry_id uuid NOT NULL,
    funded boolean NOT NULL,
    amount_minor bigint,
    reason text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    taken_back_at timestamp with time zone,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE INDEX ix_budget_override_call_id_stage_code ON budget_override (call_id, stage_code);
CREATE INDEX ix_budget_override_entry_id ON budget_override (entry_id);

CREATE TABLE call_decision (
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    stage_code text NOT NULL,
    round integer NOT NULL,
    recommended_at timestamp with time zone NOT NULL,
    recommended_by_id uuid,
    recommended_by_name text NOT NULL,
    words text NOT NULL,
    none_reason text,
    departs_reason text,
    withheld_reason text,
    terms_sha256 text NOT NULL,
    approved_at timestamp with time zone,
    approved_by_name text,
    returned_at timestamp with time zone,
    returned_reason text,
    returned_by_name text,
    told_at timestamp with time zone,
    standstill_days integer,
    standstill_calendar text,
    standstill_from date,
    standstill_to date,
    revision integer NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id)
);
CREATE UNIQUE INDEX ix_call_decision_call_id_stage_code_round ON call_decision (call_id, stage_code, round);

CREATE TABLE decision_line (
    id uuid NOT NULL PRIMARY KEY,
    decision_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    reference text NOT NULL,
    outcome text NOT NULL,
    reason text NOT NULL,
    amount bigint,
    standing text NOT NULL,
    place integer,
    total_hundredths bigint,
    FOREIGN KEY (decision_id) REFERENCES call_decision (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE UNIQUE INDEX ix_decision_line_decision_id_entry_id ON decision_line (decision_id, entry_id);
CREATE INDEX ix_decision_line_entry_id ON decision_line (entry_id);

CREATE TABLE decision_letter (
    id uuid NOT NULL PRIMARY KEY,
    decision_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    json text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    FOREIGN KEY (decision_id) REFERENCES call_decision (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE UNIQUE INDEX ix_decision_letter_decision_id_entry_id ON decision_letter (decision_id, entry_id);
CREATE INDEX ix_decision_letter_entry_id ON decision_letter (entry_id);

CREATE TABLE follow_through (
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    reference text NOT NULL,
    becomes text NOT NULL,
    title text NOT NULL,
    "with" text NOT NULL,
    owner_id uuid NOT NULL,
    owner_name text NOT NULL,
    amount_minor bigint,
    currency text NOT NULL,
    starts_on date NOT NULL,
    signed_on date,
    contract_id uuid,
    created_at timestamp with time zone NOT NULL,
    result text,
    evidence text,
    ended_on date,
    revision integer NOT NULL,
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
    id uuid NOT NULL PRIMARY KEY,
    follow_through_id uuid NOT NULL,
    title text NOT NULL,
    due date NOT NULL,
    amount_minor bigint,
    reached_on date,
    words text,
    FOREIGN KEY (follow_through_id) REFERENCES follow_through (id)
);
CREATE INDEX ix_follow_milestone_follow_through_id ON follow_milestone (follow_through_id);

CREATE TABLE follow_check (
    follow_through_id uuid NOT NULL,
    months integer NOT NULL,
    due date NOT NULL,
    finding text,
    link text,
    answered_at timestamp with time zone,
    answered_by_name text,
    PRIMARY KEY (follow_through_id, months),
    FOREIGN KEY (follow_through_id) REFERENCES follow_through (id)
);
CREATE INDEX ix_follow_check_due ON follow_check (due);
