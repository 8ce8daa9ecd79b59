CREATE TABLE playbook_page (
    id TEXT NOT NULL PRIMARY KEY,
    playbook_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    is_gone INTEGER NOT NULL,
    change_seq INTEGER NOT NULL,
    FOREIGN KEY (playbook_id) REFERENCES kept_playbook (id)
);

CREATE UNIQUE INDEX playbook_page_code ON playbook_page (playbook_id, kind, code);
CREATE INDEX playbook_page_change ON playbook_page (change_seq);

CREATE TABLE page_flag (
    id TEXT NOT NULL PRIMARY KEY,
    page_id TEXT NOT NULL,
    text TEXT NOT NULL,
    version TEXT NOT NULL,
    by_id TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT,
    answered_by_id TEXT,
    answered_at TEXT,
    FOREIGN KEY (page_id) REFERENCES playbook_page (id),
    FOREIGN KEY (by_id) REFERENCES person (id),
    FOREIGN KEY (answered_by_id) REFERENCES person (id)
);

CREATE INDEX page_flag_page ON page_flag (page_id);

CREATE TABLE preparation (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    playbook_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    stage_code TEXT NOT NULL,
    reviewed_on TEXT,
    reviewed_by_id TEXT,
    review_by TEXT NOT NULL,
    ended_at TEXT,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (playbook_id) REFERENCES kept_playbook (id),
    FOREIGN KEY (version_id) REFERENCES playbook_version (id),
    FOREIGN KEY (reviewed_by_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX preparation_stage ON preparation (organisation_id, playbook_id, stage_code);

CREATE TABLE prepared_point (
    preparation_id TEXT NOT NULL,
    step_code TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT,
    by_id TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (preparation_id, step_code),
    FOREIGN KEY (preparation_id) REFERENCES preparation (id),
    FOREIGN KEY (by_id) REFERENCES person (id)
);
