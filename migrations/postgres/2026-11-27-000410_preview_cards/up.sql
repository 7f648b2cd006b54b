-- What is known of pages that posts link to, by a digest of the address.
CREATE TABLE preview_card (
    id BIGINT PRIMARY KEY NOT NULL,
    url TEXT NOT NULL,
    url_digest TEXT NOT NULL,
    state TEXT NOT NULL,
    page_url TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    kind TEXT NOT NULL,
    author_name TEXT NOT NULL,
    author_url TEXT NOT NULL,
    provider_name TEXT NOT NULL,
    provider_url TEXT NOT NULL,
    image_url TEXT,
    image_description TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    language TEXT,
    published_at BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX preview_card_url ON preview_card (url_digest);
CREATE INDEX preview_card_end ON preview_card (expires_at);

-- Which page is shown below a status.
CREATE TABLE status_card (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    card_id BIGINT NOT NULL REFERENCES preview_card (id)
);
CREATE INDEX status_card_of_card ON status_card (card_id, status_id);
