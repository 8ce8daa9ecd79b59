CREATE TABLE reference_list (
    name TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    source_name TEXT NOT NULL,
    loaded_at TEXT NOT NULL
);
