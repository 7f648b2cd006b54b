-- Notifications of the same sort about the same thing are shown as one group. The newest of a group is its
-- head, and knows what is shown of the whole.
ALTER TABLE notification ADD COLUMN group_key TEXT NOT NULL DEFAULT '';
ALTER TABLE notification ADD COLUMN is_head INTEGER NOT NULL DEFAULT 1;
ALTER TABLE notification ADD COLUMN filtered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notification ADD COLUMN group_count INTEGER NOT NULL DEFAULT 1;
ALTER TABLE notification ADD COLUMN first_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notification ADD COLUMN sample TEXT NOT NULL DEFAULT '';
ALTER TABLE notification ADD COLUMN report_id INTEGER REFERENCES report (id) ON DELETE CASCADE;
UPDATE notification SET group_key = 'ungrouped-' || id, first_id = id, sample = '[' || from_account_id || ']';
DROP INDEX notification_of_account;
DROP INDEX notification_between;
-- Of two that cost the same by its reckoning, SQLite takes the one made first: so the one that serves more conditions is.
CREATE INDEX notification_kinds ON notification (account_id, kind, filtered, is_head, id);
CREATE INDEX notification_heads ON notification (account_id, filtered, is_head, id);
CREATE INDEX notification_from ON notification (account_id, from_account_id, kind, id);
CREATE INDEX notification_groups ON notification (account_id, group_key, id);
CREATE INDEX notification_of_report ON notification (report_id);

-- Whom somebody wants to hear of, and what is kept from them.
CREATE TABLE notification_policy (
    account_id INTEGER PRIMARY KEY NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    for_not_following TEXT NOT NULL,
    for_not_followers TEXT NOT NULL,
    for_new_accounts TEXT NOT NULL,
    for_private_mentions TEXT NOT NULL,
    for_limited_accounts TEXT NOT NULL,
    pending_requests INTEGER NOT NULL,
    pending_notifications INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- By whom notifications are kept from somebody.
CREATE TABLE notification_request (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    from_account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    last_status_id INTEGER REFERENCES status (id) ON DELETE SET NULL,
    notifications INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX notification_request_pair ON notification_request (account_id, from_account_id);
CREATE INDEX notification_request_of_account ON notification_request (account_id, id);
CREATE INDEX notification_request_from ON notification_request (from_account_id);
CREATE INDEX notification_request_status ON notification_request (last_status_id);

-- Of whom somebody hears whatever their policy says.
CREATE TABLE notification_permission (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    from_account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, from_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notification_permission_from ON notification_permission (from_account_id);

