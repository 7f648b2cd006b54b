-- Direct posts among the same people in the same thread, as one of those here sees them. `participants` are
-- the ids of the others, ascending, with commas between them.
CREATE TABLE conversation (
    id BIGINT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    thread_id BIGINT NOT NULL,
    participants TEXT NOT NULL,
    last_status_id BIGINT NOT NULL,
    unread BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX conversation_among ON conversation (account_id, thread_id, participants);
CREATE INDEX conversation_of_account ON conversation (account_id, last_status_id);
CREATE INDEX conversation_of_thread ON conversation (thread_id, id);

-- The posts of a conversation.
CREATE TABLE conversation_status (
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    status_id BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, status_id)
);
CREATE INDEX conversation_status_of_status ON conversation_status (status_id, conversation_id);
