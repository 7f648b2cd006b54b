-- What a report is about (`spam`, `legal`, `violation`, `other`), and whether the server of whoever is reported
-- was told.
ALTER TABLE report ADD COLUMN category TEXT NOT NULL DEFAULT 'other';
ALTER TABLE report ADD COLUMN forwarded INTEGER NOT NULL DEFAULT 0;
