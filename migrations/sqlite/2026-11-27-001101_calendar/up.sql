-- What an event has beside when and where it is: its record as it came, and of it what lists are read by. An event of a
-- server that writes no record has no row here.
CREATE TABLE event_plan (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    record TEXT NOT NULL,
    kind TEXT NOT NULL,
    mode TEXT NOT NULL,
    series TEXT,
    series_folded TEXT,
    speakers INTEGER,
    attendees INTEGER,
    remote INTEGER,
    waits INTEGER NOT NULL,
    online_url TEXT,
    made_by INTEGER,
    local INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX event_plan_local ON event_plan (local, starts_at, status_id);
CREATE INDEX event_plan_series ON event_plan (series_folded, starts_at, status_id);

-- The concepts that an event names.
CREATE TABLE event_concept (
    status_id INTEGER NOT NULL REFERENCES event_plan (status_id) ON DELETE CASCADE,
    concept TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    PRIMARY KEY (status_id, concept)
) STRICT;
CREATE INDEX event_concept_list ON event_concept (concept, starts_at, status_id);

-- Who takes part in which event, ours or a remote one, or did once. Places of each kind are given in the order of
-- `place`; whoever leaves and comes back gets a new number.
CREATE TABLE participation (
    id INTEGER PRIMARY KEY NOT NULL,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    place INTEGER NOT NULL,
    number INTEGER,
    uri TEXT,
    reply_id INTEGER,
    joined_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX participation_pair ON participation (status_id, account_id);
CREATE INDEX participation_order ON participation (status_id, kind, state, place);
CREATE INDEX participation_account ON participation (account_id, id);

-- Talks of events here.
CREATE TABLE talk (
    id INTEGER PRIMARY KEY NOT NULL,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    title TEXT NOT NULL,
    speaker_id INTEGER REFERENCES account (id) ON DELETE SET NULL,
    speaker_uri TEXT,
    speaker_name TEXT,
    practice TEXT,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX talk_number ON talk (status_id, number);
CREATE INDEX talk_speaker ON talk (speaker_id, status_id);

-- Statuses that are notes about events.
CREATE TABLE event_note (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    record TEXT NOT NULL,
    event_uri TEXT NOT NULL,
    event_id INTEGER,
    slot INTEGER,
    licence TEXT
) STRICT;
CREATE INDEX event_note_event ON event_note (event_id, status_id);
