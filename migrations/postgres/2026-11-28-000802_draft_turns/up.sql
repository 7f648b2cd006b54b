-- The form that wrote a version by itself, and how often it had sent something: it may go on where an answer was lost.
ALTER TABLE draft ADD COLUMN editor TEXT;
ALTER TABLE draft ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
