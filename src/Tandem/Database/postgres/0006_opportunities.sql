ALTER TABLE contract ADD COLUMN award_date date;

CREATE TABLE kept_opportunity (
    id uuid NOT NULL PRIMARY KEY,
    key text NOT NULL,
    title text NOT NULL,
    division text,
    from_day date NOT NULL,
    to_day date NOT NULL,
    first_due date NOT NULL,
    strength double precision NOT NULL,
    authority_count integer NOT NULL,
    value_minor bigint NOT NULL,
    search_text text NOT NULL,
    detail text NOT NULL,
    first_found_at timestamp with time zone NOT NULL,
    computed_at timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX ix_kept_opportunity_key ON kept_opportunity (key);
CREATE INDEX ix_kept_opportunity_strength ON kept_opportunity (strength);

CREATE TABLE kept_opportunity_member (
    opportunity_id uuid NOT NULL,
    purchase_id text NOT NULL,
    authority_code text NOT NULL,
    authority_name text NOT NULL,
    contract_id uuid,
    PRIMARY KEY (opportunity_id, purchase_id),
    FOREIGN KEY (opportunity_id) REFERENCES kept_opportunity (id)
);
CREATE INDEX ix_kept_opportunity_member_authority_code ON kept_opportunity_member (authority_code);

CREATE TABLE set_aside (
    organisation_id uuid NOT NULL,
    opportunity_key text NOT NULL,
    reason text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    purchases text NOT NULL,
    PRIMARY KEY (organisation_id, opportunity_key),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE matching_run (
    name text NOT NULL PRIMARY KEY,
    state text NOT NULL,
    as_of date NOT NULL,
    purchase_count integer NOT NULL,
    opportunity_count integer NOT NULL,
    seconds double precision NOT NULL,
    computed_at timestamp with time zone NOT NULL
);
