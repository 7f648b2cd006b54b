-- What is true of the whole instance: its address, whether it is a trial, which secret key it uses.
CREATE TABLE instance_fact (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Who works on this database: the number goes into the ids that a process makes.
CREATE TABLE node (
    id INTEGER PRIMARY KEY NOT NULL,
    token INTEGER NOT NULL,
    name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    lease_until INTEGER NOT NULL
) STRICT;
