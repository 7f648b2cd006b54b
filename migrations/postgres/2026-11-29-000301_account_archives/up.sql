-- Archives of accounts, each a file in the store at `path`, which each attempt chooses before it writes; before the first it
-- is empty. `state`: waiting, making, ready, failed or going; `done` of `total` is how far it is, `skipped` how many files are not in it, `failure` why there is none.
CREATE TABLE account_archive (
    id BIGINT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    language TEXT NOT NULL,
    path TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    size BIGINT NOT NULL,
    failure TEXT,
    created_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    finished_at BIGINT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_archive_account ON account_archive (account_id, id);
CREATE INDEX account_archive_end ON account_archive (expires_at);
CREATE INDEX account_archive_path ON account_archive (path);

-- The files of somebody, one after the other.
DROP INDEX upload_of_account;
CREATE INDEX upload_of_account ON upload (account_id, id);
