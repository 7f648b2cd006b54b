DELETE FROM tombstone AS later USING tombstone AS earlier
    WHERE later.uri = earlier.uri
    AND (earlier.deleted_at, earlier.account_id) < (later.deleted_at, later.account_id);
ALTER TABLE tombstone DROP CONSTRAINT tombstone_pkey;
ALTER TABLE tombstone DROP COLUMN account_id;
ALTER TABLE tombstone ADD PRIMARY KEY (uri);
