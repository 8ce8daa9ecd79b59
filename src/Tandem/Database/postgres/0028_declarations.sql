ALTER TABLE organisation ADD COLUMN is_firm boolean NOT NULL DEFAULT false;
ALTER TABLE organisation ADD COLUMN registered_number text;
ALTER TABLE organisation ADD COLUMN confirmed_at timestamp with time zone;
ALTER TABLE organisation ADD COLUMN confirmed_by_name text;
CREATE INDEX ix_organisation_registered_number ON organisation (registered_number);

CREATE TABLE declaration_edition (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL,
    number integer NOT NULL,
    set_name text NOT NULL,
    set_version text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by_name text NOT NULL,
    json text NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX ix_declaration_edition_organisation_id_number ON declaration_edition (organisation_id, number);

CREATE TABLE declaration_share (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL,
    with_id uuid,
    sections text NOT NULL,
    consented_at timestamp with time zone NOT NULL,
    consented_by_name text NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by_name text,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (with_id) REFERENCES organisation (id)
);
CREATE INDEX ix_declaration_share_organisation_id ON declaration_share (organisation_id);
CREATE INDEX ix_declaration_share_with_id ON declaration_share (with_id);

ALTER TABLE response ADD COLUMN digest text NOT NULL DEFAULT '';
