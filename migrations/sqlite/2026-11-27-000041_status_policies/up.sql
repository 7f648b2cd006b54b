-- Who may like and boost a status: only of those whose authors do not let everybody.
CREATE TABLE status_policy (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    likes TEXT NOT NULL,
    boosts TEXT NOT NULL
) STRICT;
