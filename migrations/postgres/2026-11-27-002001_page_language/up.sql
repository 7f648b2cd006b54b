-- In which language somebody wants the pages, by its short code; none: nothing was chosen.
ALTER TABLE "user" ADD COLUMN page_language TEXT;
