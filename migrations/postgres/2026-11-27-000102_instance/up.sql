-- What people here agree to.
CREATE TABLE rule (
    id BIGINT PRIMARY KEY,
    text TEXT NOT NULL,
    hint TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- How far somebody has read a timeline, so that all their clients know.
CREATE TABLE marker (
    user_id BIGINT NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    timeline TEXT NOT NULL,
    last_read_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, timeline)
);

-- What the people who run the instance tell everybody here.
CREATE TABLE announcement (
    id BIGINT PRIMARY KEY,
    text TEXT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    all_day BOOLEAN NOT NULL,
    published_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Who has read which.
CREATE TABLE announcement_dismissal (
    user_id BIGINT NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    announcement_id BIGINT NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, announcement_id)
);
CREATE INDEX announcement_dismissal_of ON announcement_dismissal (announcement_id);

-- Emoji that people answered with.
CREATE TABLE announcement_reaction (
    announcement_id BIGINT NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (announcement_id, name, user_id)
);
CREATE INDEX announcement_reaction_by ON announcement_reaction (user_id);
