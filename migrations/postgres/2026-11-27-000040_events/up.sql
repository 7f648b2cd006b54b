-- What a status that is an event has beside. Times are kept as they were set (local time and zone) and as the instant
-- that they meant when they were written.
CREATE TABLE event (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    zone TEXT NOT NULL,
    starts_local TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_local TEXT,
    ends_at BIGINT,
    state TEXT NOT NULL,
    place_name TEXT,
    place_address TEXT,
    place_url TEXT,
    join_mode TEXT,
    join_url TEXT
);
CREATE INDEX event_start ON event (starts_at, status_id);
