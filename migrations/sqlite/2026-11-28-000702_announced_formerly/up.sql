-- Who was told of something before those who are told now (an empty text: everybody), and until when: they hear of the
-- change that says so.
ALTER TABLE announced_record ADD COLUMN formerly TEXT;
ALTER TABLE announced_record ADD COLUMN formerly_until INTEGER;
