ALTER TABLE account DROP COLUMN domain_level;
