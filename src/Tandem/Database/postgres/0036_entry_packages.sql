CREATE TABLE entry_package (
    version_id uuid NOT NULL PRIMARY KEY,
    bytes bytea NOT NULL,
    FOREIGN KEY (version_id) REFERENCES entry_version (id)
);
INSERT INTO entry_package (version_id, bytes) SELECT id, bytes FROM entry_version;
ALTER TABLE entry_version DROP COLUMN bytes;
