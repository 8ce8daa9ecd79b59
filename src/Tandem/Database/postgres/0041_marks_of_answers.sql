ALTER TABLE finding ADD COLUMN answer_hash text;
ALTER TABLE post ADD COLUMN is_formal boolean NOT NULL DEFAULT false;
