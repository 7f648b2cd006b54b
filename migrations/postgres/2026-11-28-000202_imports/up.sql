-- Files with whom somebody follows, blocks and so on, that are taken in line by line: `content` is their lines as JSON, empty
-- when that is done, `problems` some of those that were not taken.
CREATE TABLE data_import (
    id BIGINT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    overwrite BOOLEAN NOT NULL,
    content TEXT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    problems TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX data_import_account ON data_import (account_id, id);
