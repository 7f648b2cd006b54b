ALTER TABLE emoji DROP COLUMN category;
ALTER TABLE attachment DROP COLUMN duration_ms;
ALTER TABLE attachment DROP COLUMN small_height;
ALTER TABLE attachment DROP COLUMN small_width;
DROP TABLE remote_file;
DROP TABLE upload;
