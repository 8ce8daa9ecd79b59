CREATE TABLE commitment (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    organisation_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    text TEXT NOT NULL,
    to_whom TEXT NOT NULL,
    said_where TEXT NOT NULL,
    link TEXT,
    said_on TEXT NOT NULL,
    due TEXT NOT NULL,
    first_due TEXT NOT NULL,
    state TEXT NOT NULL,
    settled_on TEXT,
    audience TEXT NOT NULL,
    taken_down_at TEXT,
    take_down_reason TEXT,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (owner_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_commitment_number ON commitment (number);
CREATE INDEX ix_commitment_organisation_id_state ON commitment (organisation_id, state);
CREATE INDEX ix_commitment_state_due ON commitment (state, due);
CREATE INDEX ix_commitment_owner_id ON commitment (owner_id);

CREATE TABLE commitment_step (
    id TEXT NOT NULL PRIMARY KEY,
    commitment_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    act TEXT NOT NULL,
    at TEXT NOT NULL,
    by_name TEXT NOT NULL,
    words TEXT,
    text_before TEXT,
    due_before TEXT,
    day TEXT,
    FOREIGN KEY (commitment_id) REFERENCES commitment (id)
);
CREATE UNIQUE INDEX ix_commitment_step_commitment_id_seq ON commitment_step (commitment_id, seq);

CREATE TABLE commitment_evidence (
    id TEXT NOT NULL PRIMARY KEY,
    commitment_id TEXT NOT NULL,
    words TEXT NOT NULL,
    link TEXT,
    file_hash TEXT,
    file_name TEXT,
    file_bytes INTEGER,
    added_at TEXT NOT NULL,
    removed_at TEXT,
    removal_reason TEXT,
    FOREIGN KEY (commitment_id) REFERENCES commitment (id)
);
CREATE INDEX ix_commitment_evidence_commitment_id ON commitment_evidence (commitment_id);
