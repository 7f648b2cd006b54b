DROP INDEX account_organisation;
DROP TABLE organisation_member;
DROP TABLE ledger_setting;
DROP TABLE ledger;
DROP TABLE outcome;
DROP TABLE adoption;
