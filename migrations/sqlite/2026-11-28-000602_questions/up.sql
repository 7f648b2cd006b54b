-- Statuses on a hub that ask whether somebody has tried something; `concepts` is what they are about, by their paths with
-- spaces between.
CREATE TABLE question (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    concepts TEXT NOT NULL
) STRICT;
CREATE INDEX question_account ON question (account_id, status_id);
