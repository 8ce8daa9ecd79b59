CREATE TABLE draft_text (
    key text NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL,
    text text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
