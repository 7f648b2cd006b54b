-- Whose object it was: only they say that it is gone. 0: deleted before this was noted, by anybody.
CREATE TABLE tombstone_of_author (
    uri TEXT NOT NULL,
    deleted_at INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    PRIMARY KEY (uri, account_id)
) STRICT;
INSERT INTO tombstone_of_author (uri, deleted_at, account_id) SELECT uri, deleted_at, 0 FROM tombstone;
DROP TABLE tombstone;
ALTER TABLE tombstone_of_author RENAME TO tombstone;
CREATE INDEX tombstone_age ON tombstone (deleted_at);
