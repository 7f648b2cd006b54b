-- Practices, adoptions and outcomes that are not published yet, as JSON of the same members. `about_id` is the practice
-- that one is about, `edits_id` the practice that it changes; `source_id` the post that it was made of, and `said` all that
-- was said in it and in answers.
CREATE TABLE draft (
    id BIGINT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    record TEXT NOT NULL,
    result TEXT,
    about_id BIGINT,
    edits_id BIGINT,
    source_id BIGINT,
    said TEXT NOT NULL,
    visibility INTEGER,
    language TEXT,
    version INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    noticed_at BIGINT
);
CREATE INDEX draft_account ON draft (account_id, id);
CREATE INDEX draft_updated ON draft (updated_at, id);
CREATE UNIQUE INDEX draft_source ON draft (source_id);
