-- From when on a key of another server signs nothing any more.
ALTER TABLE remote_key ADD COLUMN expires_at BIGINT;
