-- Statuses that wait for their time.
CREATE TABLE scheduled_status (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    scheduled_at INTEGER NOT NULL,
    params TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX scheduled_status_of_account ON scheduled_status (account_id, id);

-- Which status, or which that waits, a client's Idempotency-Key has made. What was remembered is for minutes.
DROP TABLE idempotency;
CREATE TABLE idempotency (
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    made_id INTEGER NOT NULL,
    is_scheduled INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency (created_at);
