DROP TABLE library_count;
DROP TABLE library_entry;
