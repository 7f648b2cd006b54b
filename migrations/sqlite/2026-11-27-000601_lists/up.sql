-- Lists that somebody here keeps: a timeline of some of those whom they follow.
CREATE TABLE list (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    replies_policy TEXT NOT NULL,
    exclusive INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX list_of_account ON list (account_id, id);

-- Who is in a list.
CREATE TABLE list_member (
    list_id INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (list_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_member_of_account ON list_member (account_id, list_id);

-- The timelines of lists, filled when something is posted. `original_id` is what a boost boosts, otherwise
-- the status itself. Gone with the status by hand.
CREATE TABLE list_entry (
    list_id INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL,
    original_id INTEGER NOT NULL,
    PRIMARY KEY (list_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_entry_of_original ON list_entry (original_id, status_id);
