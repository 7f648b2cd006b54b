-- Archives of accounts, each a file in the store at `path`, which each attempt chooses before it writes; before the first it
-- is empty. `state`: waiting, making, ready, failed or going; `done` of `total` is how far it is, `skipped` how many files are not in it, `failure` why there is none.
CREATE TABLE account_archive (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    language TEXT NOT NULL,
    path TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    size INTEGER NOT NULL,
    failure TEXT,
    created_at INTEGER NOT NULL,
    touched_at INTEGER NOT NULL,
    finished_at INTEGER,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_archive_account ON account_archive (account_id, id);
CREATE INDEX account_archive_end ON account_archive (expires_at);
CREATE INDEX account_archive_path ON account_archive (path);

-- The files of somebody, one after the other.
DROP INDEX upload_of_account;
CREATE INDEX upload_of_account ON upload (account_id, id);
