ALTER TABLE account DROP COLUMN summary_source;
