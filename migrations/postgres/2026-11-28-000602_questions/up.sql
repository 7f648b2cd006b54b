-- Statuses on a hub that ask whether somebody has tried something; `concepts` is what they are about, by their paths with
-- spaces between.
CREATE TABLE question (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    concepts TEXT NOT NULL
);
CREATE INDEX question_account ON question (account_id, status_id);
