-- Names by which people are found: the handle, the display name and each of its words, folded.
CREATE TABLE account_name (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;
INSERT INTO account_name (account_id, name)
SELECT id, username_folded FROM account WHERE deleted_at IS NULL AND username_folded <> '';
CREATE INDEX account_name_prefix ON account_name (name, account_id);

-- Proposals that somebody here does not want to see again.
CREATE TABLE suggestion_dismissal (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    target_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, target_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestion_dismissal_of_target ON suggestion_dismissal (target_id);

-- Those who want to be found: by when they posted last, and by when they came.
CREATE INDEX account_directory_local_active ON account (domain, last_status_at, id)
    WHERE discoverable AND deleted_at IS NULL AND suspended_at IS NULL AND domain_level IS NULL AND moved_to_uri IS NULL;
CREATE INDEX account_directory_local_new ON account (domain, created_at, id)
    WHERE discoverable AND deleted_at IS NULL AND suspended_at IS NULL AND domain_level IS NULL AND moved_to_uri IS NULL;
CREATE INDEX account_directory_active ON account (last_status_at, id)
    WHERE discoverable AND deleted_at IS NULL AND suspended_at IS NULL AND domain_level IS NULL AND moved_to_uri IS NULL;
CREATE INDEX account_directory_new ON account (created_at, id)
    WHERE discoverable AND deleted_at IS NULL AND suspended_at IS NULL AND domain_level IS NULL AND moved_to_uri IS NULL;
