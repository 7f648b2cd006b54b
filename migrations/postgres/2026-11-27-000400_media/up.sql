-- Files that people here uploaded: of posts, profiles and custom emojis. What has an end (`expires_at`) is removed
-- then, with its files.
CREATE TABLE upload (
    id BIGINT PRIMARY KEY NOT NULL,
    account_id BIGINT REFERENCES account (id),
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    media_type TEXT NOT NULL,
    path TEXT NOT NULL,
    small_path TEXT,
    description TEXT,
    blurhash TEXT,
    focus_x DOUBLE PRECISION,
    focus_y DOUBLE PRECISION,
    width INTEGER,
    height INTEGER,
    small_width INTEGER,
    small_height INTEGER,
    duration_ms BIGINT,
    size BIGINT NOT NULL,
    failure TEXT,
    status_id BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT
);
CREATE INDEX upload_of_account ON upload (account_id);
CREATE INDEX upload_of_status ON upload (status_id) WHERE status_id IS NOT NULL;
CREATE INDEX upload_path ON upload (path);
CREATE INDEX upload_end ON upload (expires_at) WHERE expires_at IS NOT NULL;

-- What was fetched from other servers to be shown here, by a digest of its address and of what it is for.
CREATE TABLE remote_file (
    key TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL,
    path TEXT,
    small_path TEXT,
    size BIGINT NOT NULL,
    failures INTEGER NOT NULL,
    retry_at BIGINT,
    fetched_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX remote_file_used ON remote_file (used_at, key);

ALTER TABLE attachment ADD COLUMN small_width INTEGER;
ALTER TABLE attachment ADD COLUMN small_height INTEGER;
ALTER TABLE attachment ADD COLUMN duration_ms BIGINT;
ALTER TABLE emoji ADD COLUMN category TEXT;
