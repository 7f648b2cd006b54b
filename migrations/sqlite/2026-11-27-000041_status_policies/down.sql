DROP TABLE status_policy;
