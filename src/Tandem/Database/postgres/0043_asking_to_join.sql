CREATE TABLE joining_ask (
    entry_id uuid NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    words text NOT NULL,
    at timestamp with time zone NOT NULL,
    taken_back_at timestamp with time zone,
    answered_at timestamp with time zone,
    answered_by_name text,
    is_accepted boolean,
    reason text,
    PRIMARY KEY (entry_id, person_id),
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_joining_ask_person_id ON joining_ask (person_id);
