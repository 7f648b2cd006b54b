-- Other servers: whether they answer, and when the next delivery to them is due.
CREATE TABLE peer (
    host TEXT PRIMARY KEY,
    first_seen_at BIGINT NOT NULL,
    last_success_at BIGINT,
    first_failure_at BIGINT,
    failures INTEGER NOT NULL,
    last_error TEXT,
    scheme TEXT,
    due_at BIGINT,
    lease_until BIGINT,
    lease_token BIGINT
);
CREATE INDEX peer_due ON peer (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX peer_lease ON peer (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX peer_failing ON peer (first_failure_at) WHERE first_failure_at IS NOT NULL;

-- Outgoing activities, as the bytes that are signed and sent.
CREATE TABLE activity (
    id BIGINT PRIMARY KEY,
    event_id BIGINT,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    public BOOLEAN NOT NULL,
    status_id BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX activity_event ON activity (event_id);
CREATE INDEX activity_age ON activity (created_at) WHERE NOT public;
CREATE INDEX activity_outbox ON activity (account_id, id) WHERE public;
CREATE INDEX activity_of_status ON activity (status_id) WHERE status_id IS NOT NULL;

-- One activity for one inbox, until it has been taken.
CREATE TABLE delivery (
    id BIGINT PRIMARY KEY,
    activity_id BIGINT NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
    host TEXT NOT NULL,
    inbox TEXT NOT NULL,
    thread_key TEXT NOT NULL,
    sync_followers BOOLEAN NOT NULL,
    attempts INTEGER NOT NULL,
    run_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_error TEXT
);
CREATE UNIQUE INDEX delivery_once ON delivery (activity_id, inbox);
CREATE INDEX delivery_of_host ON delivery (host, id);
CREATE INDEX delivery_failed ON delivery (host, run_at) WHERE last_error IS NOT NULL;
CREATE INDEX delivery_blocking ON delivery (host, thread_key, id) WHERE last_error IS NOT NULL;

-- Activities that came in and were verified, until they have been applied; then only what tells a repetition.
CREATE TABLE inbox_item (
    id BIGINT PRIMARY KEY,
    activity_uri TEXT NOT NULL,
    kind TEXT NOT NULL,
    host TEXT NOT NULL,
    account_id BIGINT,
    actor_uri TEXT NOT NULL,
    thread_key TEXT NOT NULL,
    body TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    done_at BIGINT
);
CREATE UNIQUE INDEX inbox_item_activity ON inbox_item (activity_uri);
CREATE INDEX inbox_item_due ON inbox_item (run_at, id) WHERE done_at IS NULL;
CREATE INDEX inbox_item_thread ON inbox_item (thread_key, run_at, id) WHERE done_at IS NULL;
CREATE INDEX inbox_item_host ON inbox_item (host) WHERE done_at IS NULL;
CREATE INDEX inbox_item_done ON inbox_item (done_at) WHERE done_at IS NOT NULL;

-- Objects that were deleted, so that a late Create does not bring them back.
CREATE TABLE tombstone (
    uri TEXT PRIMARY KEY,
    deleted_at BIGINT NOT NULL
);
CREATE INDEX tombstone_age ON tombstone (deleted_at);

-- What the people who run this instance decided about other servers; it holds for subdomains too.
CREATE TABLE domain_policy (
    domain TEXT PRIMARY KEY,
    level TEXT NOT NULL,
    reject_media BOOLEAN NOT NULL,
    reject_reports BOOLEAN NOT NULL,
    obfuscate BOOLEAN NOT NULL,
    public_comment TEXT NOT NULL,
    private_comment TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT
);

-- The servers' inboxes, each found once.
CREATE INDEX remote_actor_shared_inbox ON remote_actor (shared_inbox, host) WHERE shared_inbox IS NOT NULL;
