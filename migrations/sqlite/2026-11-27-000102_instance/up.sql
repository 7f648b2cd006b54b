-- What people here agree to.
CREATE TABLE rule (
    id INTEGER PRIMARY KEY NOT NULL,
    text TEXT NOT NULL,
    hint TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- How far somebody has read a timeline, so that all their clients know.
CREATE TABLE marker (
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    timeline TEXT NOT NULL,
    last_read_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, timeline)
) STRICT, WITHOUT ROWID;

-- What the people who run the instance tell everybody here.
CREATE TABLE announcement (
    id INTEGER PRIMARY KEY NOT NULL,
    text TEXT NOT NULL,
    starts_at INTEGER,
    ends_at INTEGER,
    all_day INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Who has read which.
CREATE TABLE announcement_dismissal (
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    announcement_id INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, announcement_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_dismissal_of ON announcement_dismissal (announcement_id);

-- Emoji that people answered with.
CREATE TABLE announcement_reaction (
    announcement_id INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (announcement_id, name, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_reaction_by ON announcement_reaction (user_id);
