-- How many whole days each stay in a stage lasted, so that figures are counted and not read.
ALTER TABLE stage_visit ADD COLUMN days INTEGER;
UPDATE stage_visit SET days = CAST(julianday(left_at) - julianday(entered_at) AS INTEGER) WHERE left_at IS NOT NULL;
