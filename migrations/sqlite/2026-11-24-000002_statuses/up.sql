-- Everything posted, local and remote; a boost is a row that names what it boosts.
CREATE TABLE status (
    id INTEGER PRIMARY KEY NOT NULL,
    uri TEXT,
    url TEXT,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    visibility INTEGER NOT NULL,
    boost_of_id INTEGER,
    in_reply_to_id INTEGER,
    in_reply_to_account_id INTEGER,
    in_reply_to_uri TEXT,
    thread_id INTEGER NOT NULL,
    context_uri TEXT,
    title TEXT,
    content TEXT NOT NULL,
    source TEXT NOT NULL,
    source_format TEXT NOT NULL,
    spoiler TEXT NOT NULL,
    sensitive INTEGER NOT NULL,
    language TEXT,
    quote_uri TEXT,
    reply_policy TEXT NOT NULL,
    replies_uri TEXT,
    local INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    edited_at INTEGER,
    deleted_at INTEGER,
    replies_count INTEGER NOT NULL,
    boosts_count INTEGER NOT NULL,
    favourites_count INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX status_uri ON status (uri);
CREATE UNIQUE INDEX status_boost ON status (account_id, boost_of_id) WHERE boost_of_id IS NOT NULL;
CREATE INDEX status_of_account ON status (account_id, id);
CREATE INDEX status_thread ON status (thread_id, id);
CREATE INDEX status_replies ON status (in_reply_to_id, id) WHERE in_reply_to_id IS NOT NULL;
CREATE INDEX status_orphans ON status (in_reply_to_uri) WHERE in_reply_to_id IS NULL AND in_reply_to_uri IS NOT NULL;
CREATE INDEX status_boosts ON status (boost_of_id, id) WHERE boost_of_id IS NOT NULL;

-- The document of a remote status as it was received, so that a newer version can read what this one did not know.
CREATE TABLE status_document (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    document TEXT NOT NULL
) STRICT;

-- Earlier versions of a status.
CREATE TABLE status_edit (
    id INTEGER PRIMARY KEY NOT NULL,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    title TEXT,
    content TEXT NOT NULL,
    source TEXT NOT NULL,
    spoiler TEXT NOT NULL,
    sensitive INTEGER NOT NULL,
    written_at INTEGER NOT NULL
) STRICT;
CREATE INDEX status_edit_of_status ON status_edit (status_id, id);

-- Who is addressed in a status.
CREATE TABLE mention (
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    silent INTEGER NOT NULL,
    PRIMARY KEY (status_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_of_account ON mention (account_id, status_id);

-- Hashtags.
CREATE TABLE tag (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    display TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tag_name ON tag (name);

-- Which hashtags a status carries.
CREATE TABLE status_tag (
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    PRIMARY KEY (status_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX status_tag_of_tag ON status_tag (tag_id, status_id);

-- Pictures, sound, video and other files of statuses.
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY NOT NULL,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    media_type TEXT,
    url TEXT NOT NULL,
    preview_url TEXT,
    description TEXT,
    blurhash TEXT,
    focus_x REAL,
    focus_y REAL,
    width INTEGER,
    height INTEGER
) STRICT;
CREATE INDEX attachment_of_status ON attachment (status_id, position);

-- Custom emojis, ours (domain '') and those of other servers.
CREATE TABLE emoji (
    id INTEGER PRIMARY KEY NOT NULL,
    domain TEXT NOT NULL,
    shortcode TEXT NOT NULL,
    uri TEXT,
    image_url TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX emoji_shortcode ON emoji (domain, shortcode);

-- The poll of a status.
CREATE TABLE poll (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    multiple INTEGER NOT NULL,
    ends_at INTEGER,
    closed_at INTEGER,
    voters_count INTEGER NOT NULL
) STRICT;
CREATE INDEX poll_end ON poll (ends_at) WHERE closed_at IS NULL AND ends_at IS NOT NULL;

-- The choices of a poll.
CREATE TABLE poll_option (
    status_id INTEGER NOT NULL REFERENCES poll (status_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    votes_count INTEGER NOT NULL,
    PRIMARY KEY (status_id, position)
) STRICT, WITHOUT ROWID;

-- Who chose what.
CREATE TABLE poll_vote (
    id INTEGER PRIMARY KEY NOT NULL,
    status_id INTEGER NOT NULL REFERENCES poll (status_id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    uri TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX poll_vote_choice ON poll_vote (status_id, account_id, position);

-- Who likes which status.
CREATE TABLE favourite (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    uri TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX favourite_pair ON favourite (account_id, status_id);
CREATE INDEX favourite_of_status ON favourite (status_id, id);

-- Emoji reactions.
CREATE TABLE reaction (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    content TEXT NOT NULL,
    image_url TEXT,
    uri TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX reaction_once ON reaction (account_id, status_id, content);
CREATE INDEX reaction_of_status ON reaction (status_id, id);

-- Statuses that their authors feature on their profile.
CREATE TABLE pin (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, status_id)
) STRICT, WITHOUT ROWID;

-- Home timelines of local accounts, filled when something is posted.
CREATE TABLE home_entry (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX home_entry_of_status ON home_entry (status_id);

-- What local people are told of.
CREATE TABLE notification (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    from_account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id INTEGER REFERENCES status (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notification_of_account ON notification (account_id, id);
CREATE INDEX notification_cause ON notification (status_id, from_account_id);

-- What people and other servers have reported.
CREATE TABLE report (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    target_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    comment TEXT NOT NULL,
    status_ids TEXT NOT NULL,
    uri TEXT,
    created_at INTEGER NOT NULL,
    resolved_at INTEGER
) STRICT;
CREATE UNIQUE INDEX report_uri ON report (uri);
CREATE INDEX report_of_target ON report (target_id, id);
