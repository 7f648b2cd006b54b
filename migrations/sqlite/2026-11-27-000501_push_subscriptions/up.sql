-- Where programs of people are told of notifications: one for each token, and gone with it.
CREATE TABLE push_subscription (
    id INTEGER PRIMARY KEY NOT NULL,
    access_token_id INTEGER NOT NULL REFERENCES access_token (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL,
    public_key BLOB NOT NULL,
    secret BLOB NOT NULL,
    standard INTEGER NOT NULL,
    policy TEXT NOT NULL,
    alerts TEXT NOT NULL,
    token BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX push_subscription_of_token ON push_subscription (access_token_id);
CREATE INDEX push_subscription_of_account ON push_subscription (account_id, id);
