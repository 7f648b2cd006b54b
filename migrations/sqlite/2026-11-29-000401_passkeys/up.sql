-- By what the passkeys of somebody name them: 64 random bytes, and neither their number nor their name.
CREATE TABLE passkey_handle (
    user_id INTEGER PRIMARY KEY NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    handle BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX passkey_handle_handle ON passkey_handle (handle);
-- Passkeys (WebAuthn). `public_key` is as the browser gave it (COSE); `sign_count` is what the passkey counted last, and stays
-- 0 with those that do not count; `may_be_copied` says whether it is kept on several devices, which never changes.
CREATE TABLE passkey (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    credential_id BLOB NOT NULL,
    public_key BLOB NOT NULL,
    sign_count INTEGER NOT NULL,
    may_be_copied INTEGER NOT NULL,
    transports TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;
CREATE UNIQUE INDEX passkey_credential ON passkey (credential_id);
CREATE INDEX passkey_user ON passkey (user_id, id);
-- What passkeys are to sign next, once: digests of it, and of what it is for.
CREATE TABLE passkey_challenge (
    id INTEGER PRIMARY KEY NOT NULL,
    challenge_hash BLOB NOT NULL,
    bound_to BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX passkey_challenge_hash ON passkey_challenge (challenge_hash);
CREATE INDEX passkey_challenge_expiry ON passkey_challenge (expires_at);
