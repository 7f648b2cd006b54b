ALTER TABLE account DROP COLUMN limited_at;
DROP INDEX report_open;
ALTER TABLE report DROP COLUMN decision_note;
ALTER TABLE report DROP COLUMN decision;
ALTER TABLE report DROP COLUMN assigned_to;
DROP TABLE staff_action;
