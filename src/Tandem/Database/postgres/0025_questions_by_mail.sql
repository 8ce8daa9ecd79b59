-- A question may be asked from a confirmed e-mail address, without an account.
ALTER TABLE question ALTER COLUMN asker_id DROP NOT NULL;
ALTER TABLE question ADD COLUMN asker_address text;
CREATE INDEX ix_question_asker_address ON question (asker_address);
