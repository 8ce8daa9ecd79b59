ALTER TABLE pipeline_item ADD COLUMN reminded integer;
