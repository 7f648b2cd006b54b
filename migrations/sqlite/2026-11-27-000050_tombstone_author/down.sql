CREATE TABLE tombstone_of_nobody (
    uri TEXT PRIMARY KEY NOT NULL,
    deleted_at INTEGER NOT NULL
) STRICT;
INSERT INTO tombstone_of_nobody (uri, deleted_at) SELECT uri, min(deleted_at) FROM tombstone GROUP BY uri;
DROP TABLE tombstone;
ALTER TABLE tombstone_of_nobody RENAME TO tombstone;
CREATE INDEX tombstone_age ON tombstone (deleted_at);
