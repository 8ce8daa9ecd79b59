ALTER TABLE question ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
ALTER TABLE question ADD COLUMN clarifies TEXT;
UPDATE question SET place = (
    SELECT COUNT(*) FROM question earlier
    WHERE earlier.discussion_id = question.discussion_id AND earlier.number <= question.number
);
UPDATE question SET clarifies = (
    SELECT 'CALL-' || call.year || '-' || printf('%03d', call.number)
    FROM discussion JOIN call ON call.id = discussion.subject_id
    WHERE discussion.id = question.discussion_id AND discussion.subject_kind = 'Call'
);
DROP INDEX ix_question_discussion_id;
CREATE UNIQUE INDEX ix_question_discussion_id_place ON question (discussion_id, place);
CREATE INDEX ix_question_clarifies_place ON question (clarifies, place);
