CREATE TABLE playbook_page (
    id uuid NOT NULL PRIMARY KEY,
    playbook_id uuid NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    is_gone boolean NOT NULL,
    change_seq bigint NOT NULL,
    FOREIGN KEY (playbook_id) REFERENCES kept_playbook (id)
);

CREATE UNIQUE INDEX playbook_page_code ON playbook_page (playbook_id, kind, code);
CREATE INDEX playbook_page_change ON playbook_page (change_seq);

CREATE TABLE page_flag (
    id uuid NOT NULL PRIMARY KEY,
    page_id uuid NOT NULL,
    text text NOT NULL,
    version text NOT NULL,
    by_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    state text NOT NULL,
    answer text,
    answered_by_id uuid,
    answered_at timestamp with time zone,
    FOREIGN KEY (page_id) REFERENCES playbook_page (id),
    FOREIGN KEY (by_id) REFERENCES person (id),
    FOREIGN KEY (answered_by_id) REFERENCES person (id)
);

CREATE INDEX page_flag_page ON page_flag (page_id);

CREATE TABLE preparation (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL,
    playbook_id uuid NOT NULL,
    version_id uuid NOT NULL,
    stage_code text NOT NULL,
    reviewed_on date,
    reviewed_by_id uuid,
    review_by date NOT NULL,
    ended_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (playbook_id) REFERENCES kept_playbook (id),
    FOREIGN KEY (version_id) REFERENCES playbook_version (id),
    FOREIGN KEY (reviewed_by_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX preparation_stage ON preparation (organisation_id, playbook_id, stage_code);

CREATE TABLE prepared_point (
    preparation_id uuid NOT NULL,
    step_code text NOT NULL,
    state text NOT NULL,
    note text,
    by_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (preparation_id, step_code),
    FOREIGN KEY (preparation_id) REFERENCES preparation (id),
    FOREIGN KEY (by_id) REFERENCES person (id)
);
