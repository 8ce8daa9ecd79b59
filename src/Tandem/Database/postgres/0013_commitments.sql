CREATE TABLE commitment (
    id uuid NOT NULL PRIMARY KEY,
    number bigint NOT NULL,
    organisation_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    text text NOT NULL,
    to_whom text NOT NULL,
    said_where text NOT NULL,
    link text,
    said_on date NOT NULL,
    due date NOT NULL,
    first_due date NOT NULL,
    state text NOT NULL,
    settled_on date,
    audience text NOT NULL,
    taken_down_at timestamp with time zone,
    take_down_reason text,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    revision integer NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (owner_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_commitment_number ON commitment (number);
CREATE INDEX ix_commitment_organisation_id_state ON commitment (organisation_id, state);
CREATE INDEX ix_commitment_state_due ON commitment (state, due);
CREATE INDEX ix_commitment_owner_id ON commitment (owner_id);

CREATE TABLE commitment_step (
    id uuid NOT NULL PRIMARY KEY,
    commitment_id uuid NOT NULL,
    seq integer NOT NULL,
    act text NOT NULL,
    at timestamp with time zone NOT NULL,
    by_name text NOT NULL,
    words text,
    text_before text,
    due_before date,
    day date,
    FOREIGN KEY (commitment_id) REFERENCES commitment (id)
);
CREATE UNIQUE INDEX ix_commitment_step_commitment_id_seq ON commitment_step (commitment_id, seq);

CREATE TABLE commitment_evidence (
    id uuid NOT NULL PRIMARY KEY,
    commitment_id uuid NOT NULL,
    words text NOT NULL,
    link text,
    file_hash text,
    file_name text,
    file_bytes bigint,
    added_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    removal_reason text,
    FOREIGN KEY (commitment_id) REFERENCES commitment (id)
);
CREATE INDEX ix_commitment_evidence_commitment_id ON commitment_evidence (commitment_id);
