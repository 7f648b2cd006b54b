-- Which groups somebody moderates.
CREATE INDEX group_moderator_account ON group_moderator (account_id, group_id);
