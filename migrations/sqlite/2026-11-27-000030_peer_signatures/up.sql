-- When the scheme was noted: a server is asked anew after a month. And what it says to read (FEP-844e).
ALTER TABLE peer ADD COLUMN scheme_at INTEGER;
ALTER TABLE peer ADD COLUMN advertises TEXT;
