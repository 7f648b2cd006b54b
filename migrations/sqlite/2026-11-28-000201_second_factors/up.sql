-- What somebody shows beside their password. `secret` is sealed with the instance's key; until `confirmed_at` the password
-- alone is enough; `last_step` is the latest step of time whose code was taken.
CREATE TABLE second_factor (
    user_id INTEGER PRIMARY KEY NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    secret BLOB NOT NULL,
    confirmed_at INTEGER,
    last_step INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
-- Codes that stand in for one, once, as digests.
CREATE TABLE recovery_code (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    used_at INTEGER
) STRICT;
CREATE UNIQUE INDEX recovery_code_user ON recovery_code (user_id, code_hash);
