-- Which rules of this instance were broken, as a JSON array of ids, where that is what a report is about.
ALTER TABLE report ADD COLUMN rule_ids TEXT NOT NULL DEFAULT '[]';
