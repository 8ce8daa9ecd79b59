CREATE INDEX ix_notice_published_at ON notice (published_at);
CREATE INDEX ix_contract_end_date ON contract (end_date);
