-- What a status that is a practice has beside. `record` is the typed record as it stands on the wire; the other columns
-- are copies of what is asked for.
CREATE TABLE practice (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL,
    record TEXT NOT NULL,
    version INTEGER NOT NULL,
    evidence TEXT,
    outcome TEXT,
    state TEXT NOT NULL,
    region TEXT,
    language TEXT,
    licence TEXT,
    organisation TEXT,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX practice_by_state ON practice (state, status_id);
CREATE INDEX practice_of_account ON practice (account_id, status_id);

-- Each version of a practice whose core was another, the present one too.
CREATE TABLE practice_version (
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    title TEXT,
    content TEXT NOT NULL,
    record TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (status_id, version)
) STRICT, WITHOUT ROWID;

-- By what practices are found: concepts (also the broader ones), regions, languages, licences.
CREATE TABLE facet (
    scheme TEXT NOT NULL,
    concept TEXT NOT NULL,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    PRIMARY KEY (scheme, concept, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX facet_of_status ON facet (status_id);

-- Which practices a practice was made from, by the ids of their objects.
CREATE TABLE lineage (
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    source_uri TEXT NOT NULL,
    PRIMARY KEY (status_id, source_uri)
) STRICT, WITHOUT ROWID;
CREATE INDEX lineage_of_source ON lineage (source_uri, status_id);
