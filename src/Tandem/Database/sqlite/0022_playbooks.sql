CREATE TABLE kept_playbook (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    organisation_id TEXT,
    key TEXT NOT NULL,
    upstream_id TEXT,
    audience TEXT NOT NULL,
    created_at TEXT NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (upstream_id) REFERENCES kept_playbook (id)
);

CREATE UNIQUE INDEX kept_playbook_key ON kept_playbook (key);
CREATE INDEX kept_playbook_organisation ON kept_playbook (organisation_id);
CREATE INDEX kept_playbook_upstream ON kept_playbook (upstream_id);

CREATE TABLE playbook_version (
    id TEXT NOT NULL PRIMARY KEY,
    playbook_id TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    language TEXT NOT NULL,
    translation_of TEXT,
    owner TEXT NOT NULL,
    reviewed TEXT NOT NULL,
    state TEXT NOT NULL,
    upstream_version_id TEXT,
    note TEXT,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    published_at TEXT,
    published_by_id TEXT,
    ended_at TEXT,
    ended_reason TEXT,
    FOREIGN KEY (playbook_id) REFERENCES kept_playbook (id),
    FOREIGN KEY (upstream_version_id) REFERENCES playbook_version (id),
    FOREIGN KEY (published_by_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX playbook_version_number ON playbook_version (playbook_id, version);

-- A playbook has one draft, which those who write it share.
CREATE UNIQUE INDEX playbook_version_draft ON playbook_version (playbook_id) WHERE state = 'Draft';

CREATE TABLE playbook_file (
    id TEXT NOT NULL PRIMARY KEY,
    version_id TEXT NOT NULL,
    path TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by_id TEXT,
    FOREIGN KEY (version_id) REFERENCES playbook_version (id),
    FOREIGN KEY (changed_by_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX playbook_file_path ON playbook_file (version_id, path);
