-- What the organisation of the instance announces of it, or did: to everybody, or to the hub of one domain alone.
CREATE TABLE announced_record (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    organisation_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hub TEXT,
    announced_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX announced_record_organisation ON announced_record (organisation_id, status_id);
