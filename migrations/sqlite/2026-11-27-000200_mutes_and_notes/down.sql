DROP TABLE followed_tag;
DROP TABLE account_note;
DROP TABLE account_domain_block;
DROP TABLE mute;
DROP INDEX notification_between;
DROP INDEX block_of_account;
