DROP INDEX access_token_of_application;
ALTER TABLE access_token DROP COLUMN application_id;
DROP TABLE application_token;
DROP TABLE authorization_code;
DROP TABLE application;
