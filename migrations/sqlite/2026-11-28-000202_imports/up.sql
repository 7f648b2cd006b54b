-- Files with whom somebody follows, blocks and so on, that are taken in line by line: `content` is their lines as JSON, empty
-- when that is done, `problems` some of those that were not taken.
CREATE TABLE data_import (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    overwrite INTEGER NOT NULL,
    content TEXT NOT NULL,
    total INTEGER NOT NULL,
    done INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    problems TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX data_import_account ON data_import (account_id, id);
