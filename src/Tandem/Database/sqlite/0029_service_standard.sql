ALTER TABLE assessment ADD COLUMN stated_outcome TEXT;
ALTER TABLE assessment ADD COLUMN day TEXT;
ALTER TABLE assessment ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';

CREATE TABLE assessor (
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    professions TEXT NOT NULL,
    willing INTEGER NOT NULL,
    trained_on TEXT,
    training_seen_by_name TEXT,
    away TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (person_id, kind),
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE assessment_paper (
    assessment_id TEXT NOT NULL,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by_name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (assessment_id, code),
    FOREIGN KEY (assessment_id) REFERENCES assessment (id)
);

CREATE TABLE assessment_report (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL,
    kind TEXT NOT NULL,
    standard TEXT,
    scale TEXT NOT NULL,
    form TEXT,
    phase TEXT,
    service TEXT NOT NULL,
    organisation TEXT NOT NULL,
    assessment_id TEXT,
    assessed_on TEXT NOT NULL,
    published_on TEXT NOT NULL,
    outcome TEXT NOT NULL,
    outcome_by_rule TEXT,
    former TEXT,
    summary TEXT,
    url TEXT,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id)
);
CREATE UNIQUE INDEX ix_assessment_report_reference ON assessment_report (reference);
CREATE INDEX ix_assessment_report_kind_assessed_on ON assessment_report (kind, assessed_on);
CREATE INDEX ix_assessment_report_assessment_id ON assessment_report (assessment_id);

CREATE TABLE reported_point (
    report_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    point TEXT NOT NULL,
    title TEXT NOT NULL,
    rating TEXT,
    well TEXT,
    reason TEXT,
    next TEXT,
    PRIMARY KEY (report_id, position),
    FOREIGN KEY (report_id) REFERENCES assessment_report (id)
);
CREATE INDEX ix_reported_point_point ON reported_point (point);
