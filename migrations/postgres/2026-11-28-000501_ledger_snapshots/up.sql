-- Ledgers of this hub that changed since their last snapshot.
CREATE TABLE ledger_changed (
    practice_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE
);
INSERT INTO ledger_changed SELECT practice_id FROM ledger WHERE EXISTS (SELECT 1 FROM hub_member);

-- What this hub counted on a day (`day` is its start): a document with its proof. It outlives the practice.
CREATE TABLE ledger_snapshot (
    practice_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (practice_id, day)
);
