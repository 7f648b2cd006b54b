-- What has happened, written in the transaction that made it so; becomes jobs, then goes.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Work to do. A claimed job has a lease and `run_at` at the lease's end: a worker that dies gives
-- it back by doing nothing. A dead one has used up its attempts and waits for a person.
CREATE TABLE job (
    id INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    queue TEXT NOT NULL,
    priority INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    lease_until INTEGER,
    lease_token INTEGER,
    dedup_key TEXT,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    dead_at INTEGER
) STRICT;
CREATE UNIQUE INDEX job_dedup ON job (dedup_key);
CREATE INDEX job_due ON job (queue, priority, run_at, id) WHERE dead_at IS NULL;
CREATE INDEX job_dead ON job (dead_at) WHERE dead_at IS NOT NULL;

-- Work that comes round again.
CREATE TABLE schedule (
    name TEXT PRIMARY KEY NOT NULL,
    every_seconds INTEGER NOT NULL,
    next_run_at INTEGER NOT NULL,
    last_run_at INTEGER
) STRICT;
