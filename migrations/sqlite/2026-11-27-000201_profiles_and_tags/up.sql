-- How somebody here posts unless they say otherwise, and what else they say of their profile that is shown to
-- no other server.
CREATE TABLE account_preference (
    account_id INTEGER PRIMARY KEY NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    visibility INTEGER,
    sensitive INTEGER NOT NULL,
    language TEXT,
    quote_policy TEXT NOT NULL,
    attribution_domains TEXT NOT NULL,
    show_media INTEGER NOT NULL,
    show_media_replies INTEGER NOT NULL,
    show_featured INTEGER NOT NULL,
    avatar_description TEXT NOT NULL,
    header_description TEXT NOT NULL
) STRICT;

-- What an account posted without boosts, and without answers to others.
CREATE INDEX status_own_of_account ON status (account_id, id)
    WHERE deleted_at IS NULL AND boost_of_id IS NULL;
CREATE INDEX status_unanswering_of_account ON status (account_id, id)
    WHERE deleted_at IS NULL
        AND (in_reply_to_account_id = account_id OR (in_reply_to_id IS NULL AND in_reply_to_uri IS NULL));

-- What an account posted with files. Gone with the files.
CREATE TABLE account_media (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, status_id)
) STRICT, WITHOUT ROWID;
INSERT INTO account_media (account_id, status_id)
SELECT s.account_id, s.id FROM status s
WHERE EXISTS (SELECT 1 FROM attachment a WHERE a.status_id = s.id);

-- What an account posted with which hashtag. Gone with the hashtags of the status.
CREATE TABLE account_tag (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL,
    status_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, tag_id, status_id)
) STRICT, WITHOUT ROWID;
INSERT INTO account_tag (account_id, tag_id, status_id)
SELECT s.account_id, t.tag_id, s.id FROM status_tag t JOIN status s ON s.id = t.status_id;
CREATE INDEX account_tag_of_status ON account_tag (account_id, status_id, tag_id);

-- Hashtags that people here show on their profile.
CREATE TABLE featured_tag (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    statuses_count INTEGER NOT NULL,
    last_status_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX featured_tag_pair ON featured_tag (account_id, tag_id);
CREATE INDEX featured_tag_of_tag ON featured_tag (tag_id);

-- How much a hashtag was used on a day (days since 1970, UTC): public statuses, and accounts that posted them.
CREATE TABLE tag_day (
    tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    statuses INTEGER NOT NULL,
    accounts INTEGER NOT NULL,
    PRIMARY KEY (tag_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_day_age ON tag_day (day);
