-- What a status that is an adoption has beside. `practice_id` is none while the practice is not here. `awaits`: it
-- goes on and nothing was reported of it. Days are the beginning of the day in UTC.
CREATE TABLE adoption (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL,
    uri TEXT NOT NULL,
    practice_uri TEXT NOT NULL,
    practice_id BIGINT,
    practice_version INTEGER NOT NULL,
    state TEXT NOT NULL,
    decide_by BIGINT,
    awaits BOOLEAN NOT NULL,
    reminded_at BIGINT,
    organisation TEXT,
    setting_key TEXT NOT NULL,
    known_setting BOOLEAN NOT NULL,
    own BOOLEAN NOT NULL,
    said_at BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    answer TEXT,
    record TEXT NOT NULL
);
CREATE INDEX adoption_of_practice ON adoption (practice_id, verdict, status_id);
CREATE INDEX adoption_of_setting ON adoption (practice_id, setting_key, status_id);
CREATE INDEX adoption_of_account ON adoption (account_id, status_id);
CREATE INDEX adoption_waiting ON adoption (practice_uri, status_id) WHERE practice_id IS NULL;
CREATE INDEX adoption_due ON adoption (decide_by, status_id) WHERE awaits AND reminded_at IS NULL;
CREATE INDEX adoption_owed ON adoption (account_id, decide_by, status_id) WHERE awaits;

-- What a status that is an outcome has beside. `own`: by the practice's author, or in the author's organisation.
CREATE TABLE outcome (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL,
    uri TEXT NOT NULL,
    practice_uri TEXT NOT NULL,
    practice_id BIGINT,
    practice_version INTEGER NOT NULL,
    adoption_uri TEXT,
    result TEXT NOT NULL,
    organisation TEXT,
    setting_key TEXT NOT NULL,
    known_setting BOOLEAN NOT NULL,
    own BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    answer TEXT,
    said_at BIGINT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX outcome_of_practice ON outcome (practice_id, state, status_id);
CREATE INDEX outcome_of_setting ON outcome (practice_id, setting_key, status_id);
CREATE INDEX outcome_of_adoption ON outcome (adoption_uri, status_id);
CREATE INDEX outcome_of_account ON outcome (account_id, status_id);
CREATE INDEX outcome_waiting ON outcome (practice_uri, status_id) WHERE practice_id IS NULL;

-- What all entries of a practice come to, kept up to date with each of them. `digest` is none until it is made anew,
-- `rejected` has how many entries were for which reason, and `theirs` is what the practice's own server says of it.
CREATE TABLE ledger (
    practice_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    tally TEXT NOT NULL,
    digest TEXT,
    withdrawn INTEGER NOT NULL,
    rejected TEXT NOT NULL,
    theirs TEXT,
    theirs_at BIGINT,
    changed_at BIGINT NOT NULL
);

-- What each setting of a practice contributes to its ledger, as it was added, so that it can be subtracted again; and
-- the lines of the setting in the text that the digest is of.
CREATE TABLE ledger_setting (
    practice_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    setting_key TEXT NOT NULL,
    contribution TEXT NOT NULL,
    lines TEXT NOT NULL,
    PRIMARY KEY (practice_id, setting_key)
);

-- Who belongs to an organisation, as its own server lists them; the organisation by its actor's id.
CREATE TABLE organisation_member (
    organisation TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    -- Taken out by those who run the server: not taken in again by what they enter.
    removed BOOLEAN NOT NULL,
    PRIMARY KEY (organisation, account_id)
);
CREATE INDEX organisation_member_account ON organisation_member (account_id);

-- The organisations that live here.
CREATE INDEX account_organisation ON account (domain, kind, id) WHERE kind = 'organization';
