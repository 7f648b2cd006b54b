-- Direct posts among the same people in the same thread, as one of those here sees them. `participants` are
-- the ids of the others, ascending, with commas between them.
CREATE TABLE conversation (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    thread_id INTEGER NOT NULL,
    participants TEXT NOT NULL,
    last_status_id INTEGER NOT NULL,
    unread INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX conversation_among ON conversation (account_id, thread_id, participants);
CREATE INDEX conversation_of_account ON conversation (account_id, last_status_id);
CREATE INDEX conversation_of_thread ON conversation (thread_id, id);

-- The posts of a conversation.
CREATE TABLE conversation_status (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_status_of_status ON conversation_status (status_id, conversation_id);
