-- What public practices are found by. `listing`: 0 as their authors let posts be found, 1 by everybody, 2 by
-- nobody who has nothing to do with it. `facets` are counted: one a line, the scheme, a space and the concept.
CREATE TABLE practice_search (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL,
    listing INTEGER NOT NULL,
    facets TEXT NOT NULL
) STRICT;

-- The words of practices, folded, with spaces between them; `tokens` are the facets as single words. Apart from the
-- other table, so that counting reads little.
CREATE TABLE practice_search_text (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    tokens TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE practice_search_index USING fts5 (
    tokens,
    words,
    content = 'practice_search_text',
    content_rowid = 'status_id',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Pc Co'"
);
-- What is deleted leaves the index at once, not when its parts are merged some day.
INSERT INTO practice_search_index (practice_search_index, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER practice_search_text_added AFTER INSERT ON practice_search_text BEGIN
    INSERT INTO practice_search_index (rowid, tokens, words) VALUES (new.status_id, new.tokens, new.words);
END;
CREATE TRIGGER practice_search_text_removed AFTER DELETE ON practice_search_text BEGIN
    INSERT INTO practice_search_index (practice_search_index, rowid, tokens, words)
    VALUES ('delete', old.status_id, old.tokens, old.words);
END;
INSERT OR IGNORE INTO search_pending (status_id) SELECT status_id FROM practice;
