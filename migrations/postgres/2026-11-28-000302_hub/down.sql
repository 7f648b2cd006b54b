DROP TABLE hub_item;
DROP TABLE hub_member;
