ALTER TABLE response ADD COLUMN sealed_key TEXT;
ALTER TABLE evidence ADD COLUMN sealed TEXT;
