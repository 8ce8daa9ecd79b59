CREATE TABLE supplier_decision (
    id TEXT NOT NULL PRIMARY KEY,
    first_id TEXT NOT NULL,
    second_id TEXT NOT NULL,
    decision TEXT NOT NULL,
    automatic INTEGER NOT NULL,
    reason TEXT,
    decided_by_id TEXT,
    decided_by_name TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    act_id TEXT NOT NULL,
    FOREIGN KEY (first_id) REFERENCES supplier (id),
    FOREIGN KEY (second_id) REFERENCES supplier (id)
);

CREATE TABLE supplier_suggestion (
    id TEXT NOT NULL PRIMARY KEY,
    likeness REAL NOT NULL,
    same_name INTEGER NOT NULL,
    size INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    words TEXT NOT NULL,
    decided_in TEXT,
    created_at TEXT NOT NULL
);

CREATE TABLE supplier_suggestion_member (
    suggestion_id TEXT NOT NULL,
    supplier_id TEXT NOT NULL,
    PRIMARY KEY (suggestion_id, supplier_id),
    FOREIGN KEY (suggestion_id) REFERENCES supplier_suggestion (id),
    FOREIGN KEY (supplier_id) REFERENCES supplier (id)
);

CREATE UNIQUE INDEX ix_supplier_decision_first_id_second_id ON supplier_decision (first_id, second_id);
CREATE INDEX ix_supplier_decision_second_id ON supplier_decision (second_id);
CREATE INDEX ix_supplier_decision_act_id ON supplier_decision (act_id);
CREATE INDEX ix_supplier_decision_decided_at ON supplier_decision (decided_at);
CREATE INDEX ix_supplier_suggestion_likeness ON supplier_suggestion (likeness);
CREATE INDEX ix_supplier_suggestion_decided_in ON supplier_suggestion (decided_in);
CREATE INDEX ix_supplier_suggestion_member_supplier_id ON supplier_suggestion_member (supplier_id);

-- When a person said which authority a buyer is; no rule changes it after that.
ALTER TABLE buyer ADD COLUMN corrected_at TEXT;
