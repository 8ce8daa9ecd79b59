ALTER TABLE notice ADD COLUMN planned_on TEXT;
