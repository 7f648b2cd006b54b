-- The periodic work that had told it is no more.
DELETE FROM job WHERE kind = 'scheduled' AND payload LIKE '%"optimize_database"%';
DELETE FROM schedule WHERE name = 'optimize_database';
