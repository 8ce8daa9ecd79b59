-- The list of responses reads order, audience and filters from this alone, and the page of it that is shown from the table.
CREATE INDEX ix_response_listed ON response (changed_at, id, subject_kind, organisation_id, state, set_name);
