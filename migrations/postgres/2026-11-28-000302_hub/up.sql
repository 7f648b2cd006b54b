-- Which instances belong to this hub, or were asked: each by the host of its ids, with its organisation; how far what
-- it has was read (`cursor` is the next page of its outbox,
-- `mark` one that was read before: which comes again where they go round in a circle), and how much of it counts here.
CREATE TABLE hub_member (
    host TEXT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,
    harvest TEXT NOT NULL,
    cursor TEXT,
    mark TEXT,
    pages INTEGER NOT NULL,
    harvested_at BIGINT,
    swept_at BIGINT,
    practices INTEGER NOT NULL,
    adoptions INTEGER NOT NULL,
    outcomes INTEGER NOT NULL,
    events INTEGER NOT NULL
);
CREATE UNIQUE INDEX hub_member_account ON hub_member (account_id);

-- What came from other instances, and whether its own server has shown it: nothing else counts here.
CREATE TABLE hub_item (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    host TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    checked_at BIGINT
);
CREATE INDEX hub_item_host ON hub_item (host, status_id);
