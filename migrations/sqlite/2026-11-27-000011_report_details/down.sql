ALTER TABLE report DROP COLUMN forwarded;
ALTER TABLE report DROP COLUMN category;
