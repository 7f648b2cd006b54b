-- Client programs that people may let use their accounts. Only a digest of the secret is kept.
CREATE TABLE application (
    id BIGINT PRIMARY KEY,
    client_id TEXT NOT NULL,
    secret_hash BYTEA NOT NULL,
    name TEXT NOT NULL,
    website TEXT,
    redirect_uris TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX application_client_id ON application (client_id);
CREATE INDEX application_age ON application (last_used_at);

-- What a program was given after somebody agreed; it is exchanged for a token once.
CREATE TABLE authorization_code (
    id BIGINT PRIMARY KEY,
    code_hash BYTEA NOT NULL,
    application_id BIGINT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    redirect_uri TEXT NOT NULL,
    scopes TEXT NOT NULL,
    challenge TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    token_id BIGINT
);
CREATE UNIQUE INDEX authorization_code_hash ON authorization_code (code_hash);
CREATE INDEX authorization_code_age ON authorization_code (expires_at);
CREATE INDEX authorization_code_of_user ON authorization_code (user_id);
CREATE INDEX authorization_code_of_application ON authorization_code (application_id);

-- Tokens of programs themselves, for nobody.
CREATE TABLE application_token (
    id BIGINT PRIMARY KEY,
    application_id BIGINT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    token_hash BYTEA NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX application_token_hash ON application_token (token_hash);
CREATE INDEX application_token_of ON application_token (application_id, id);

-- None: a token that was made on the command line.
ALTER TABLE access_token ADD COLUMN application_id BIGINT REFERENCES application (id) ON DELETE CASCADE;
CREATE INDEX access_token_of_application ON access_token (application_id, user_id) WHERE application_id IS NOT NULL;
