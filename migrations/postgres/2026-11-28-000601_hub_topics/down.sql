DROP TABLE hub_announcement;
DROP TABLE hub_topic;
