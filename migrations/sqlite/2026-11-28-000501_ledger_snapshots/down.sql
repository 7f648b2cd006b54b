DROP TABLE ledger_snapshot;
DROP TABLE ledger_changed;
