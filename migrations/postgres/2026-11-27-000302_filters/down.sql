DROP TABLE filter_status;
DROP TABLE filter_keyword;
DROP TABLE filter;
