DROP TABLE group_post;
DROP TABLE group_moderator;
