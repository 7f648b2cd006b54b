-- Local and remote actors; `domain` is '' for local ones.
CREATE TABLE account (
    id INTEGER PRIMARY KEY NOT NULL,
    domain TEXT NOT NULL,
    username TEXT NOT NULL,
    username_folded TEXT NOT NULL,
    display_name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_handle ON account (domain, username_folded);

-- Local logins. One without account posts nothing; one without password signs in by a link first.
CREATE TABLE "user" (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER REFERENCES account (id),
    email TEXT,
    email_folded TEXT,
    password_hash TEXT,
    created_at INTEGER NOT NULL,
    last_sign_in_at INTEGER,
    disabled_at INTEGER
) STRICT;
CREATE UNIQUE INDEX user_account ON "user" (account_id);
CREATE UNIQUE INDEX user_email ON "user" (email_folded);

CREATE TABLE user_role (
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, role)
) STRICT;
CREATE INDEX user_role_role ON user_role (role, user_id);

-- Signed-in browsers. Only a digest of the cookie is kept.
CREATE TABLE session (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE INDEX session_of_user ON session (user_id, id);
CREATE INDEX session_expiry ON session (expires_at);

-- Invitation links: for one person, or for a class of staff.
CREATE TABLE invitation (
    id INTEGER PRIMARY KEY NOT NULL,
    token_hash BLOB NOT NULL,
    created_by INTEGER REFERENCES "user" (id) ON DELETE SET NULL,
    roles TEXT NOT NULL,
    note TEXT NOT NULL,
    email TEXT,
    max_uses INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX invitation_token ON invitation (token_hash);
CREATE INDEX invitation_created_by ON invitation (created_by);
CREATE INDEX invitation_expiry ON invitation (expires_at);

CREATE TABLE invitation_use (
    id INTEGER PRIMARY KEY NOT NULL,
    invitation_id INTEGER NOT NULL REFERENCES invitation (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invitation_use_invitation ON invitation_use (invitation_id);
CREATE INDEX invitation_use_user ON invitation_use (user_id);

CREATE TABLE password_reset (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX password_reset_token ON password_reset (token_hash);
CREATE INDEX password_reset_user ON password_reset (user_id);
CREATE INDEX password_reset_expiry ON password_reset (expires_at);
