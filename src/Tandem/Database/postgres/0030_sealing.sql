ALTER TABLE response ADD COLUMN sealed_key text;
ALTER TABLE evidence ADD COLUMN sealed text;
