-- What posts are found by: their words, folded, with spaces between them, and what else can be asked for. `media`
-- has the kinds of their files. Who may find which is decided when somebody searches.
CREATE TABLE search_text (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL,
    words TEXT NOT NULL,
    language TEXT,
    visibility INTEGER NOT NULL,
    media TEXT NOT NULL,
    poll INTEGER NOT NULL,
    link INTEGER NOT NULL,
    reply INTEGER NOT NULL,
    sensitive INTEGER NOT NULL
) STRICT;
CREATE INDEX search_text_of_account ON search_text (account_id, status_id);
CREATE INDEX search_text_with_media ON search_text (status_id) WHERE media <> '';
CREATE INDEX search_text_with_poll ON search_text (status_id) WHERE poll;
CREATE INDEX search_text_with_link ON search_text (status_id) WHERE link;
CREATE VIRTUAL TABLE search_index USING fts5 (
    words,
    content = 'search_text',
    content_rowid = 'status_id',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Pc Co'"
);
CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN
    INSERT INTO search_index (rowid, words) VALUES (new.status_id, new.words);
END;
CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.status_id, old.words);
END;

-- Posts that are still to be made findable.
CREATE TABLE search_pending (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE
) STRICT;
INSERT INTO search_pending (status_id) SELECT id FROM status WHERE boost_of_id IS NULL AND deleted_at IS NULL;
