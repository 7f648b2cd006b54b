DROP TABLE data_import;
