-- Ledgers of this hub that changed since their last snapshot.
CREATE TABLE ledger_changed (
    practice_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE
) STRICT;
INSERT INTO ledger_changed SELECT practice_id FROM ledger WHERE EXISTS (SELECT 1 FROM hub_member);

-- What this hub counted on a day (`day` is its start): a document with its proof. It outlives the practice.
CREATE TABLE ledger_snapshot (
    practice_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (practice_id, day)
) STRICT;
