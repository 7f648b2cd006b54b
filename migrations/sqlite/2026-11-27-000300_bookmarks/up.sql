-- Statuses that people keep for themselves.
CREATE TABLE bookmark (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX bookmark_pair ON bookmark (account_id, status_id);
CREATE INDEX bookmark_of_account ON bookmark (account_id, id);
CREATE INDEX bookmark_of_status ON bookmark (status_id);

-- Threads of which people want to hear no more.
CREATE TABLE thread_mute (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    thread_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, thread_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_mute_of_thread ON thread_mute (thread_id);

-- What somebody likes, the last first.
CREATE INDEX favourite_of_account ON favourite (account_id, id);

-- The files and the choices of a poll that an earlier version had: JSON.
ALTER TABLE status_edit ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE status_edit ADD COLUMN poll TEXT;

-- Whether the counts of a poll are kept to its end.
ALTER TABLE poll ADD COLUMN hides_totals INTEGER NOT NULL DEFAULT 0;

-- By which program a status was posted.
ALTER TABLE status ADD COLUMN application_id INTEGER;
