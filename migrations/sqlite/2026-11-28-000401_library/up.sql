-- On a hub: what each practice of its library is counted by, so that it can be taken out again; it outlives the status.
-- `facets` are a scheme and a concept a line.
CREATE TABLE library_entry (
    status_id INTEGER PRIMARY KEY NOT NULL,
    facets TEXT NOT NULL,
    outcomes INTEGER NOT NULL,
    unsuccessful INTEGER NOT NULL
) STRICT;

-- How much the library has: in all, by language, by country, by what practices are about, and by problem and technology.
CREATE TABLE library_count (
    lane TEXT NOT NULL,
    concept TEXT NOT NULL,
    other TEXT NOT NULL,
    practices INTEGER NOT NULL,
    outcomes INTEGER NOT NULL,
    unsuccessful INTEGER NOT NULL,
    PRIMARY KEY (lane, concept, other)
) STRICT;
