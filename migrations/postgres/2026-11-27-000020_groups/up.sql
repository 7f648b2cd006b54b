-- Who moderates a group of this instance (FEP-1b12).
CREATE TABLE group_moderator (
    group_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, account_id)
);

-- The posts that began a thread in a group, ours or remote; and, removed, what its moderators took
-- out of it, answers included. Other answers belong to it by their thread.
CREATE TABLE group_post (
    status_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    group_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    removed BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (status_id, group_id)
);
