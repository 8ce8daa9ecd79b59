CREATE INDEX ix_supplier_company_number ON supplier (company_number);
CREATE INDEX ix_supplier_vat_number ON supplier (vat_number);
CREATE INDEX ix_kept_opportunity_member_contract_id ON kept_opportunity_member (contract_id);
ALTER TABLE matching_run ADD COLUMN changes BIGINT NOT NULL DEFAULT 0;
