ALTER TABLE "user" DROP COLUMN page_language;
