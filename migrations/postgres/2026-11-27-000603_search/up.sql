-- What posts are found by: their words, folded, with spaces between them, and what else can be asked for. `media`
-- has the kinds of their files. Who may find which is decided when somebody searches.
CREATE TABLE search_text (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    language TEXT,
    visibility INTEGER NOT NULL,
    media TEXT NOT NULL,
    poll BOOLEAN NOT NULL,
    link BOOLEAN NOT NULL,
    reply BOOLEAN NOT NULL,
    sensitive BOOLEAN NOT NULL
);
CREATE INDEX search_text_of_account ON search_text (account_id, status_id);
CREATE INDEX search_text_with_media ON search_text (status_id) WHERE media <> '';
CREATE INDEX search_text_with_poll ON search_text (status_id) WHERE poll;
CREATE INDEX search_text_with_link ON search_text (status_id) WHERE link;
CREATE INDEX search_text_words ON search_text USING gin (array_to_tsvector(string_to_array(words, ' ')));

-- Posts that are still to be made findable.
CREATE TABLE search_pending (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE
);
INSERT INTO search_pending (status_id) SELECT id FROM status WHERE boost_of_id IS NULL AND deleted_at IS NULL;

-- Hashtags are found by their beginning.
CREATE INDEX tag_beginning ON tag (name text_pattern_ops);
