-- Notifications of the same sort about the same thing are shown as one group. The newest of a group is its
-- head, and knows what is shown of the whole.
ALTER TABLE notification ADD COLUMN group_key TEXT NOT NULL DEFAULT '';
ALTER TABLE notification ADD COLUMN is_head BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE notification ADD COLUMN filtered BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE notification ADD COLUMN group_count BIGINT NOT NULL DEFAULT 1;
ALTER TABLE notification ADD COLUMN first_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notification ADD COLUMN sample TEXT NOT NULL DEFAULT '';
ALTER TABLE notification ADD COLUMN report_id BIGINT REFERENCES report (id) ON DELETE CASCADE;
UPDATE notification SET group_key = 'ungrouped-' || id, first_id = id, sample = '[' || from_account_id || ']';
DROP INDEX notification_of_account;
DROP INDEX notification_between;
CREATE INDEX notification_heads ON notification (account_id, filtered, is_head, id);
CREATE INDEX notification_kinds ON notification (account_id, kind, filtered, is_head, id);
CREATE INDEX notification_from ON notification (account_id, from_account_id, kind, id);
CREATE INDEX notification_groups ON notification (account_id, group_key, id);
CREATE INDEX notification_of_report ON notification (report_id);

-- Whom somebody wants to hear of, and what is kept from them.
CREATE TABLE notification_policy (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    for_not_following TEXT NOT NULL,
    for_not_followers TEXT NOT NULL,
    for_new_accounts TEXT NOT NULL,
    for_private_mentions TEXT NOT NULL,
    for_limited_accounts TEXT NOT NULL,
    pending_requests BIGINT NOT NULL,
    pending_notifications BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- By whom notifications are kept from somebody.
CREATE TABLE notification_request (
    id BIGINT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    from_account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    last_status_id BIGINT REFERENCES status (id) ON DELETE SET NULL,
    notifications BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX notification_request_pair ON notification_request (account_id, from_account_id);
CREATE INDEX notification_request_of_account ON notification_request (account_id, id);
CREATE INDEX notification_request_from ON notification_request (from_account_id);
CREATE INDEX notification_request_status ON notification_request (last_status_id);

-- Of whom somebody hears whatever their policy says.
CREATE TABLE notification_permission (
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    from_account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, from_account_id)
);
CREATE INDEX notification_permission_from ON notification_permission (from_account_id);

