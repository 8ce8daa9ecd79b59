-- How many whole days each stay in a stage lasted, so that figures are counted and not read.
ALTER TABLE stage_visit ADD COLUMN days integer;
UPDATE stage_visit SET days = FLOOR(EXTRACT(EPOCH FROM left_at - entered_at) / 86400) WHERE left_at IS NOT NULL;
