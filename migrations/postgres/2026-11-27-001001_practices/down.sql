DROP TABLE lineage;
DROP TABLE facet;
DROP TABLE practice_version;
DROP TABLE practice;
