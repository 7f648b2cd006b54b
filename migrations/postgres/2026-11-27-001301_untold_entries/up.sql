-- The ids of entries that changed since those who follow the author of the practice were last told: a JSON list.
ALTER TABLE ledger ADD COLUMN untold TEXT NOT NULL DEFAULT '[]';
