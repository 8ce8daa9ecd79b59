CREATE TABLE file_check (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    stage_code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    is_released INTEGER NOT NULL,
    reason TEXT,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE INDEX ix_file_check_call_id_stage_code ON file_check (call_id, stage_code);
CREATE INDEX ix_file_check_entry_id ON file_check (entry_id);

ALTER TABLE follow_milestone ADD COLUMN owner_id TEXT REFERENCES person (id);
ALTER TABLE follow_milestone ADD COLUMN owner_name TEXT;
CREATE INDEX ix_follow_milestone_owner_id ON follow_milestone (owner_id);
