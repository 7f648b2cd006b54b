DROP TABLE schedule;
DROP TABLE job;
DROP TABLE outbox;
