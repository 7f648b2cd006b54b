-- What other servers, and people elsewhere, know of an actor.
ALTER TABLE account ADD COLUMN kind TEXT NOT NULL DEFAULT 'person';
ALTER TABLE account ADD COLUMN uri TEXT;
ALTER TABLE account ADD COLUMN url TEXT;
ALTER TABLE account ADD COLUMN summary TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN fields TEXT NOT NULL DEFAULT '[]';
ALTER TABLE account ADD COLUMN avatar_url TEXT;
ALTER TABLE account ADD COLUMN header_url TEXT;
ALTER TABLE account ADD COLUMN locked BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account ADD COLUMN discoverable BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account ADD COLUMN indexable BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account ADD COLUMN memorial BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account ADD COLUMN hides_network BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account ADD COLUMN also_known_as TEXT NOT NULL DEFAULT '[]';
ALTER TABLE account ADD COLUMN moved_to_uri TEXT;
ALTER TABLE account ADD COLUMN moved_at BIGINT;
ALTER TABLE account ADD COLUMN followers_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN following_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN statuses_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN last_status_at BIGINT;
ALTER TABLE account ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN suspended_at BIGINT;
ALTER TABLE account ADD COLUMN deleted_at BIGINT;
UPDATE account SET updated_at = created_at;
CREATE UNIQUE INDEX account_uri ON account (uri);

-- Where a remote actor is reached, and its document as it was fetched.
CREATE TABLE remote_actor (
    account_id BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    host TEXT NOT NULL,
    inbox TEXT NOT NULL,
    shared_inbox TEXT,
    outbox TEXT,
    followers TEXT,
    following TEXT,
    featured TEXT,
    fetched_at BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX remote_actor_host ON remote_actor (host, account_id);

-- Key pairs of local actors. The private half is sealed with a key derived from the instance's secret key.
CREATE TABLE signing_key (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    algorithm TEXT NOT NULL,
    public_key BYTEA NOT NULL,
    private_key BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX signing_key_of_account ON signing_key (account_id, id);

-- Public keys of remote actors, by the id that signatures name.
CREATE TABLE remote_key (
    key_uri TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    algorithm TEXT NOT NULL,
    public_key BYTEA NOT NULL,
    fetched_at BIGINT NOT NULL
);
CREATE INDEX remote_key_of_account ON remote_key (account_id);

-- Who follows whom, and who asked to.
CREATE TABLE follow (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    state INTEGER NOT NULL,
    local BOOLEAN NOT NULL,
    uri TEXT,
    reblogs BOOLEAN NOT NULL,
    notify BOOLEAN NOT NULL,
    languages TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX follow_pair ON follow (account_id, target_id);
CREATE INDEX follow_of_account ON follow (account_id, state, id);
CREATE INDEX follow_of_target ON follow (target_id, state, id);
CREATE INDEX follow_local ON follow (target_id, state, local, id);
CREATE INDEX follow_uri ON follow (uri);

-- Who blocks whom.
CREATE TABLE block (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    uri TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX block_pair ON block (account_id, target_id);
CREATE INDEX block_of_target ON block (target_id, account_id);
