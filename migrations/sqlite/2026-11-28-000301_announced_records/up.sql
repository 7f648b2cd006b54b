-- What the organisation of the instance announces of it, or did: to everybody, or to the hub of one domain alone.
CREATE TABLE announced_record (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    organisation_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hub TEXT,
    announced_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX announced_record_organisation ON announced_record (organisation_id, status_id);
