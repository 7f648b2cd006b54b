DROP TABLE account_archive;
DROP INDEX upload_of_account;
CREATE INDEX upload_of_account ON upload (account_id);
