-- What somebody shows beside their password. `secret` is sealed with the instance's key; until `confirmed_at` the password
-- alone is enough; `last_step` is the latest step of time whose code was taken.
CREATE TABLE second_factor (
    user_id BIGINT PRIMARY KEY NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    secret BYTEA NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
-- Codes that stand in for one, once, as digests.
CREATE TABLE recovery_code (
    id BIGINT PRIMARY KEY NOT NULL,
    user_id BIGINT NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    used_at BIGINT
);
CREATE UNIQUE INDEX recovery_code_user ON recovery_code (user_id, code_hash);
