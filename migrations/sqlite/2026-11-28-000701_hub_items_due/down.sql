ALTER TABLE hub_member ADD COLUMN swept_at INTEGER;
DROP INDEX hub_item_due;
ALTER TABLE hub_item DROP COLUMN due_at;
