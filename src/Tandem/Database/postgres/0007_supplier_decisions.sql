CREATE TABLE supplier_decision (
    id uuid NOT NULL PRIMARY KEY,
    first_id uuid NOT NULL,
    second_id uuid NOT NULL,
    decision text NOT NULL,
    automatic boolean NOT NULL,
    reason text,
    decided_by_id uuid,
    decided_by_name text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    act_id uuid NOT NULL,
    FOREIGN KEY (first_id) REFERENCES supplier (id),
    FOREIGN KEY (second_id) REFERENCES supplier (id)
);

CREATE TABLE supplier_suggestion (
    id uuid NOT NULL PRIMARY KEY,
    likeness double precision NOT NULL,
    same_name boolean NOT NULL,
    size integer NOT NULL,
    evidence text NOT NULL,
    words text NOT NULL,
    decided_in uuid,
    created_at timestamp with time zone NOT NULL
);

CREATE TABLE supplier_suggestion_member (
    suggestion_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
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
ALTER TABLE buyer ADD COLUMN corrected_at timestamp with time zone;
