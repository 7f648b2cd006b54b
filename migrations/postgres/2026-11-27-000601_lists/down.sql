DROP TABLE list_entry;
DROP TABLE list_member;
DROP TABLE list;
