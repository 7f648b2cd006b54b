-- Statuses that wait for their time.
CREATE TABLE scheduled_status (
    id BIGINT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    scheduled_at BIGINT NOT NULL,
    params TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX scheduled_status_of_account ON scheduled_status (account_id, id);

-- Which status, or which that waits, a client's Idempotency-Key has made. What was remembered is for minutes.
DROP TABLE idempotency;
CREATE TABLE idempotency (
    user_id BIGINT NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    made_id BIGINT NOT NULL,
    is_scheduled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);
