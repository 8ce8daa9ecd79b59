-- Which entries count in a stage asks for the versions of each entry in that stage: by one of the two alone, all versions of the stage were gone through for every entry.
DROP INDEX ix_entry_version_stage_id;
CREATE INDEX ix_entry_version_stage_id_entry_id ON entry_version (stage_id, entry_id);
