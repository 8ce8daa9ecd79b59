CREATE TABLE reference_list (
    name text NOT NULL PRIMARY KEY,
    text text NOT NULL,
    source_name text NOT NULL,
    loaded_at timestamp with time zone NOT NULL
);
