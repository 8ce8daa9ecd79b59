ALTER TABLE decision_line ADD COLUMN prize text;
ALTER TABLE call ADD COLUMN learnt text;
