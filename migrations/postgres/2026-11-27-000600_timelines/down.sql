DROP TABLE public_entry;
DROP TABLE tag_entry;
DROP INDEX home_entry_of_original;
ALTER TABLE home_entry DROP COLUMN original_id;
DELETE FROM home_entry WHERE NOT EXISTS (SELECT 1 FROM status WHERE status.id = home_entry.status_id);
ALTER TABLE home_entry ADD CONSTRAINT home_entry_status_id_fkey
    FOREIGN KEY (status_id) REFERENCES status (id) ON DELETE CASCADE;
CREATE INDEX home_entry_of_status ON home_entry (status_id);
