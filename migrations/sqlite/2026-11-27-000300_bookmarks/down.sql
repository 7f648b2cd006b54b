ALTER TABLE status DROP COLUMN application_id;
ALTER TABLE poll DROP COLUMN hides_totals;
ALTER TABLE status_edit DROP COLUMN poll;
ALTER TABLE status_edit DROP COLUMN attachments;
DROP INDEX favourite_of_account;
DROP TABLE thread_mute;
DROP TABLE bookmark;
