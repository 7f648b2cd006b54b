DROP TABLE practice_search_text;
DROP TABLE practice_search;
