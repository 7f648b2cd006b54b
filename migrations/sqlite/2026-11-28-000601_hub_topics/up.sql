-- The accounts of a hub that announce what is in its library: one of all of it (scheme and concept are empty), one of each
-- concept that was switched on. `said` is how much one announced on the day `said_on`, `told_on` the day of its last digest
-- (days since 1970, UTC).
CREATE TABLE hub_topic (
    account_id INTEGER PRIMARY KEY NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    scheme TEXT NOT NULL,
    concept TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    digest TEXT NOT NULL,
    since INTEGER NOT NULL,
    said INTEGER NOT NULL,
    said_on INTEGER NOT NULL,
    told_on INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX hub_topic_concept ON hub_topic (scheme, concept);

-- What one of them announces, lets wait for a digest, has told in one (and whether it is listed there), or took back;
-- and how often it was said.
CREATE TABLE hub_announcement (
    account_id INTEGER NOT NULL REFERENCES hub_topic (account_id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    times INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    digest_id INTEGER REFERENCES status (id) ON DELETE SET NULL,
    is_listed INTEGER NOT NULL,
    PRIMARY KEY (account_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hub_announcement_status ON hub_announcement (status_id);
CREATE INDEX hub_announcement_state ON hub_announcement (account_id, state, status_id);
CREATE INDEX hub_announcement_digest ON hub_announcement (digest_id) WHERE digest_id IS NOT NULL;
