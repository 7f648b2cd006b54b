ALTER TABLE announced_record DROP COLUMN formerly_until;
ALTER TABLE announced_record DROP COLUMN formerly;
