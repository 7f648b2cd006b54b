-- When something that came to a hub is asked for again at its own server; none for what is gone. Whoever it is of:
-- what is no member's is asked for as well.
ALTER TABLE hub_item ADD COLUMN due_at BIGINT;
UPDATE hub_item SET due_at = 0 WHERE state <> 'gone';
CREATE INDEX hub_item_due ON hub_item (due_at);
DELETE FROM job WHERE kind = 'sweep_member';
ALTER TABLE hub_member DROP COLUMN swept_at;
