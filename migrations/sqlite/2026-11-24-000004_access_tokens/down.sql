DROP TABLE idempotency;
DROP TABLE access_token;
