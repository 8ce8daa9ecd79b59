CREATE TABLE kept_playbook (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    organisation_id uuid,
    key text NOT NULL,
    upstream_id uuid,
    audience text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (upstream_id) REFERENCES kept_playbook (id)
);

CREATE UNIQUE INDEX kept_playbook_key ON kept_playbook (key);
CREATE INDEX kept_playbook_organisation ON kept_playbook (organisation_id);
CREATE INDEX kept_playbook_upstream ON kept_playbook (upstream_id);

CREATE TABLE playbook_version (
    id uuid NOT NULL PRIMARY KEY,
    playbook_id uuid NOT NULL,
    version text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    language text NOT NULL,
    translation_of text,
    owner text NOT NULL,
    reviewed date NOT NULL,
    state text NOT NULL,
    upstream_version_id uuid,
    note text,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    published_by_id uuid,
    ended_at timestamp with time zone,
    ended_reason text,
    FOREIGN KEY (playbook_id) REFERENCES kept_playbook (id),
    FOREIGN KEY (upstream_version_id) REFERENCES playbook_version (id),
    FOREIGN KEY (published_by_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX playbook_version_number ON playbook_version (playbook_id, version);

-- A playbook has one draft, which those who write it share.
CREATE UNIQUE INDEX playbook_version_draft ON playbook_version (playbook_id) WHERE state = 'Draft';

CREATE TABLE playbook_file (
    id uuid NOT NULL PRIMARY KEY,
    version_id uuid NOT NULL,
    path text NOT NULL,
    text text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_id uuid,
    FOREIGN KEY (version_id) REFERENCES playbook_version (id),
    FOREIGN KEY (changed_by_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX playbook_file_path ON playbook_file (version_id, path);
