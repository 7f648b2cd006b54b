ALTER TABLE peer DROP COLUMN advertises;
ALTER TABLE peer DROP COLUMN scheme_at;
