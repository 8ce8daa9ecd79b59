ALTER TABLE assessment ADD COLUMN stated_outcome text;
ALTER TABLE assessment ADD COLUMN day date;
ALTER TABLE assessment ADD COLUMN facts text NOT NULL DEFAULT '{}';

CREATE TABLE assessor (
    person_id uuid NOT NULL,
    kind text NOT NULL,
    professions text NOT NULL,
    willing boolean NOT NULL,
    trained_on date,
    training_seen_by_name text,
    away text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    PRIMARY KEY (person_id, kind),
    FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE TABLE assessment_paper (
    assessment_id uuid NOT NULL,
    code text NOT NULL,
    text text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_name text NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (assessment_id, code),
    FOREIGN KEY (assessment_id) REFERENCES assessment (id)
);

CREATE TABLE assessment_report (
    id uuid NOT NULL PRIMARY KEY,
    reference text NOT NULL,
    kind text NOT NULL,
    standard text,
    scale text NOT NULL,
    form text,
    phase text,
    service text NOT NULL,
    organisation text NOT NULL,
    assessment_id uuid,
    assessed_on date NOT NULL,
    published_on date NOT NULL,
    outcome text NOT NULL,
    outcome_by_rule text,
    former text,
    summary text,
    url text,
    FOREIGN KEY (assessment_id) REFERENCES assessment (id)
);
CREATE UNIQUE INDEX ix_assessment_report_reference ON assessment_report (reference);
CREATE INDEX ix_assessment_report_kind_assessed_on ON assessment_report (kind, assessed_on);
CREATE INDEX ix_assessment_report_assessment_id ON assessment_report (assessment_id);

CREATE TABLE reported_point (
    report_id uuid NOT NULL,
    position integer NOT NULL,
    point text NOT NULL,
    title text NOT NULL,
    rating text,
    well text,
    reason text,
    next text,
    PRIMARY KEY (report_id, position),
    FOREIGN KEY (report_id) REFERENCES assessment_report (id)
);
CREATE INDEX ix_reported_point_point ON reported_point (point);
