DROP INDEX remote_actor_shared_inbox;
DROP TABLE domain_policy;
DROP TABLE tombstone;
DROP TABLE inbox_item;
DROP TABLE delivery;
DROP TABLE activity;
DROP TABLE peer;
