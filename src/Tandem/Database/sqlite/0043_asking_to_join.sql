CREATE TABLE joining_ask (
    entry_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    at TEXT NOT NULL,
    taken_back_at TEXT,
    answered_at TEXT,
    answered_by_name TEXT,
    is_accepted INTEGER,
    reason TEXT,
    PRIMARY KEY (entry_id, person_id),
    FOREIGN KEY (entry_id) REFERENCES entry (id),
    FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_joining_ask_person_id ON joining_ask (person_id);
