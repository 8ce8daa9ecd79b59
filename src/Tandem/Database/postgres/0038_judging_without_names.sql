CREATE TABLE file_check (
    id uuid NOT NULL PRIMARY KEY,
    call_id uuid NOT NULL,
    stage_code text NOT NULL,
    entry_id uuid NOT NULL,
    file_id uuid NOT NULL,
    is_released boolean NOT NULL,
    reason text,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    FOREIGN KEY (call_id) REFERENCES call (id),
    FOREIGN KEY (entry_id) REFERENCES entry (id)
);
CREATE INDEX ix_file_check_call_id_stage_code ON file_check (call_id, stage_code);
CREATE INDEX ix_file_check_entry_id ON file_check (entry_id);

ALTER TABLE follow_milestone ADD COLUMN owner_id uuid REFERENCES person (id);
ALTER TABLE follow_milestone ADD COLUMN owner_name text;
CREATE INDEX ix_follow_milestone_owner_id ON follow_milestone (owner_id);
