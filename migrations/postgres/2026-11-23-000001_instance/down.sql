DROP TABLE node;
DROP TABLE instance_fact;
