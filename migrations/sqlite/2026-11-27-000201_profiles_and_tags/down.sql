DROP TABLE tag_day;
DROP TABLE featured_tag;
DROP TABLE account_tag;
DROP TABLE account_media;
DROP TABLE account_preference;
DROP INDEX status_own_of_account;
DROP INDEX status_unanswering_of_account;
