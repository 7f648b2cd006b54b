-- The list of those whom somebody blocks, and taking back what somebody did.
CREATE INDEX block_of_account ON block (account_id, id);
CREATE INDEX notification_between ON notification (account_id, from_account_id);

-- Whom somebody here does not want to read.
CREATE TABLE mute (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hides_notifications BOOLEAN NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX mute_pair ON mute (account_id, target_id);
CREATE INDEX mute_of_account ON mute (account_id, id);
CREATE INDEX mute_of_target ON mute (target_id, account_id);
CREATE INDEX mute_expiry ON mute (expires_at) WHERE expires_at IS NOT NULL;

-- Servers of which somebody here wants to see nobody.
CREATE TABLE account_domain_block (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    domain TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_domain_block_pair ON account_domain_block (account_id, domain);
CREATE INDEX account_domain_block_of_account ON account_domain_block (account_id, id);
CREATE INDEX account_domain_block_of_domain ON account_domain_block (domain, account_id);

-- What somebody here notes about somebody, for themselves.
CREATE TABLE account_note (
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    comment TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, target_id)
);
CREATE INDEX account_note_of_target ON account_note (target_id, account_id);

-- Hashtags that somebody here follows.
CREATE TABLE followed_tag (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    tag_id BIGINT NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX followed_tag_pair ON followed_tag (account_id, tag_id);
CREATE INDEX followed_tag_of_account ON followed_tag (account_id, id);
CREATE INDEX followed_tag_of_tag ON followed_tag (tag_id, account_id);
