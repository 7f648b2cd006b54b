-- Everything posted, local and remote; a boost is a row that names what it boosts.
CREATE TABLE status (
    id BIGINT PRIMARY KEY,
    uri TEXT,
    url TEXT,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    visibility INTEGER NOT NULL,
    boost_of_id BIGINT,
    in_reply_to_id BIGINT,
    in_reply_to_account_id BIGINT,
    in_reply_to_uri TEXT,
    thread_id BIGINT NOT NULL,
    context_uri TEXT,
    title TEXT,
    content TEXT NOT NULL,
    source TEXT NOT NULL,
    source_format TEXT NOT NULL,
    spoiler TEXT NOT NULL,
    sensitive BOOLEAN NOT NULL,
    language TEXT,
    quote_uri TEXT,
    reply_policy TEXT NOT NULL,
    replies_uri TEXT,
    local BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    edited_at BIGINT,
    deleted_at BIGINT,
    replies_count BIGINT NOT NULL,
    boosts_count BIGINT NOT NULL,
    favourites_count BIGINT NOT NULL
);
CREATE UNIQUE INDEX status_uri ON status (uri);
CREATE UNIQUE INDEX status_boost ON status (account_id, boost_of_id) WHERE boost_of_id IS NOT NULL;
CREATE INDEX status_of_account ON status (account_id, id);
CREATE INDEX status_thread ON status (thread_id, id);
CREATE INDEX status_replies ON status (in_reply_to_id, id) WHERE in_reply_to_id IS NOT NULL;
CREATE INDEX status_orphans ON status (in_reply_to_uri) WHERE in_reply_to_id IS NULL AND in_reply_to_uri IS NOT NULL;
CREATE INDEX status_boosts ON status (boost_of_id, id) WHERE boost_of_id IS NOT NULL;

-- The document of a remote status as it was received, so that a newer version can read what this one did not know.
CREATE TABLE status_document (
    status_id BIGINT PRIMARY KEY REFERENCES status (id) ON DELETE CASCADE,
    document TEXT NOT NULL
);

-- Earlier versions of a status.
CREATE TABLE status_edit (
    id BIGINT PRIMARY KEY,
    status_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    title TEXT,
    content TEXT NOT NULL,
    source TEXT NOT NULL,
    spoiler TEXT NOT NULL,
    sensitive BOOLEAN NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX status_edit_of_status ON status_edit (status_id, id);

-- Who is addressed in a status.
CREATE TABLE mention (
    status_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    silent BOOLEAN NOT NULL,
    PRIMARY KEY (status_id, account_id)
);
CREATE INDEX mention_of_account ON mention (account_id, status_id);

-- Hashtags.
CREATE TABLE tag (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    display TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX tag_name ON tag (name);

-- Which hashtags a status carries.
CREATE TABLE status_tag (
    status_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    tag_id BIGINT NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    PRIMARY KEY (status_id, tag_id)
);
CREATE INDEX status_tag_of_tag ON status_tag (tag_id, status_id);

-- Pictures, sound, video and other files of statuses.
CREATE TABLE attachment (
    id BIGINT PRIMARY KEY,
    status_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    media_type TEXT,
    url TEXT NOT NULL,
    preview_url TEXT,
    description TEXT,
    blurhash TEXT,
    focus_x DOUBLE PRECISION,
    focus_y DOUBLE PRECISION,
    width INTEGER,
    height INTEGER
);
CREATE INDEX attachment_of_status ON attachment (status_id, position);

-- Custom emojis, ours (domain '') and those of other servers.
CREATE TABLE emoji (
    id BIGINT PRIMARY KEY,
    domain TEXT NOT NULL,
    shortcode TEXT NOT NULL,
    uri TEXT,
    image_url TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX emoji_shortcode ON emoji (domain, shortcode);

-- The poll of a status.
CREATE TABLE poll (
    status_id BIGINT PRIMARY KEY REFERENCES status (id) ON DELETE CASCADE,
    multiple BOOLEAN NOT NULL,
    ends_at BIGINT,
    closed_at BIGINT,
    voters_count BIGINT NOT NULL
);
CREATE INDEX poll_end ON poll (ends_at) WHERE closed_at IS NULL AND ends_at IS NOT NULL;

-- The choices of a poll.
CREATE TABLE poll_option (
    status_id BIGINT NOT NULL REFERENCES poll (status_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    votes_count BIGINT NOT NULL,
    PRIMARY KEY (status_id, position)
);

-- Who chose what.
CREATE TABLE poll_vote (
    id BIGINT PRIMARY KEY,
    status_id BIGINT NOT NULL REFERENCES poll (status_id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    uri TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX poll_vote_choice ON poll_vote (status_id, account_id, position);

-- Who likes which status.
CREATE TABLE favourite (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    uri TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX favourite_pair ON favourite (account_id, status_id);
CREATE INDEX favourite_of_status ON favourite (status_id, id);

-- Emoji reactions.
CREATE TABLE reaction (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    content TEXT NOT NULL,
    image_url TEXT,
    uri TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX reaction_once ON reaction (account_id, status_id, content);
CREATE INDEX reaction_of_status ON reaction (status_id, id);

-- Statuses that their authors feature on their profile.
CREATE TABLE pin (
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, status_id)
);

-- Home timelines of local accounts, filled when something is posted.
CREATE TABLE home_entry (
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, status_id)
);
CREATE INDEX home_entry_of_status ON home_entry (status_id);

-- What local people are told of.
CREATE TABLE notification (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    from_account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id BIGINT REFERENCES status (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX notification_of_account ON notification (account_id, id);
CREATE INDEX notification_cause ON notification (status_id, from_account_id);

-- What people and other servers have reported.
CREATE TABLE report (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    comment TEXT NOT NULL,
    status_ids TEXT NOT NULL,
    uri TEXT,
    created_at BIGINT NOT NULL,
    resolved_at BIGINT
);
CREATE UNIQUE INDEX report_uri ON report (uri);
CREATE INDEX report_of_target ON report (target_id, id);
