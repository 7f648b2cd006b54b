-- What people do not want to see, or not at first: words and single statuses, in some of their lists.
CREATE TABLE filter (
    id BIGINT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    contexts INTEGER NOT NULL,
    action TEXT NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX filter_of_account ON filter (account_id, id);

-- The words and phrases of a filter.
CREATE TABLE filter_keyword (
    id BIGINT PRIMARY KEY NOT NULL,
    filter_id BIGINT NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
    keyword TEXT NOT NULL,
    whole_word BOOLEAN NOT NULL
);
CREATE INDEX filter_keyword_of_filter ON filter_keyword (filter_id, id);

-- The single statuses of a filter.
CREATE TABLE filter_status (
    id BIGINT PRIMARY KEY NOT NULL,
    filter_id BIGINT NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
    status_id BIGINT NOT NULL REFERENCES status (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX filter_status_pair ON filter_status (filter_id, status_id);
CREATE INDEX filter_status_of_status ON filter_status (status_id);
