-- What SQLite was told of the sizes of its tables, mostly while there was nothing in them: a queue of which it believes that
-- it has fifteen rows is read from one end to the other. Without, it takes the indexes that the tests hold it to.
DROP TABLE IF EXISTS sqlite_stat1;
-- The periodic work that had told it is no more.
DELETE FROM job WHERE kind = 'scheduled' AND payload LIKE '%"optimize_database"%';
DELETE FROM schedule WHERE name = 'optimize_database';
