ALTER TABLE entry ADD COLUMN pipeline_item_id TEXT REFERENCES pipeline_item (id);
CREATE INDEX ix_entry_pipeline_item_id ON entry (pipeline_item_id);
