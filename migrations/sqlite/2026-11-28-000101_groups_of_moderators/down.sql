DROP INDEX group_moderator_account;
