DROP TABLE practice_search_index;
DROP TABLE practice_search_text;
DROP TABLE practice_search;
