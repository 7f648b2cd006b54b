DROP INDEX tag_beginning;
DROP TABLE search_pending;
DROP TABLE search_text;
