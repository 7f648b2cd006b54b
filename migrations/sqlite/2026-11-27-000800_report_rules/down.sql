ALTER TABLE report DROP COLUMN rule_ids;
