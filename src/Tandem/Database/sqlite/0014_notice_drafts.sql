CREATE TABLE draft_text (
    key TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
