-- Where programs of people are told of notifications: one for each token, and gone with it.
CREATE TABLE push_subscription (
    id BIGINT PRIMARY KEY NOT NULL,
    access_token_id BIGINT NOT NULL REFERENCES access_token (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL,
    public_key BYTEA NOT NULL,
    secret BYTEA NOT NULL,
    standard BOOLEAN NOT NULL,
    policy TEXT NOT NULL,
    alerts TEXT NOT NULL,
    token BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX push_subscription_of_token ON push_subscription (access_token_id);
CREATE INDEX push_subscription_of_account ON push_subscription (account_id, id);
