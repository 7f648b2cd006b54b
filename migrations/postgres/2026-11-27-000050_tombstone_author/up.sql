-- Whose object it was: only they say that it is gone. 0: deleted before this was noted, by anybody.
ALTER TABLE tombstone ADD COLUMN account_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tombstone ALTER COLUMN account_id DROP DEFAULT;
ALTER TABLE tombstone DROP CONSTRAINT tombstone_pkey;
ALTER TABLE tombstone ADD PRIMARY KEY (uri, account_id);
