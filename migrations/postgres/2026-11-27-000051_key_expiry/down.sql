ALTER TABLE remote_key DROP COLUMN expires_at;
