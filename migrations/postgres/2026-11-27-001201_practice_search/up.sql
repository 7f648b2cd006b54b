-- What public practices are found by. `listing`: 0 as their authors let posts be found, 1 by everybody, 2 by
-- nobody who has nothing to do with it. `facets` are counted: one a line, the scheme, a space and the concept.
CREATE TABLE practice_search (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL,
    listing INTEGER NOT NULL,
    facets TEXT NOT NULL
);

-- The words of practices, folded, with spaces between them; `tokens` are the facets as single words. Apart from the
-- other table, so that counting reads little.
CREATE TABLE practice_search_text (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    tokens TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX practice_search_text_words ON practice_search_text
    USING gin (array_to_tsvector(string_to_array(btrim(tokens || ' ' || words), ' ')));
INSERT INTO search_pending (status_id) SELECT status_id FROM practice ON CONFLICT DO NOTHING;
