-- What those who look after the instance did: who, when, what, about whom. The names stay when the people are gone; no
-- user is whoever used the command line. Nothing is ever changed or removed here.
CREATE TABLE staff_action (
    id BIGINT PRIMARY KEY NOT NULL,
    user_id BIGINT,
    user_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    account_id BIGINT,
    subject TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX staff_action_account ON staff_action (account_id, id) WHERE account_id IS NOT NULL;

-- Who deals with a report, how it was decided, and why.
ALTER TABLE report ADD COLUMN assigned_to BIGINT;
ALTER TABLE report ADD COLUMN decision TEXT;
ALTER TABLE report ADD COLUMN decision_note TEXT NOT NULL DEFAULT '';
CREATE INDEX report_open ON report (id) WHERE resolved_at IS NULL;

-- Since when moderators keep an account from those who did not ask for it. `domain_level` has the stricter of that and what
-- was decided about its server.
ALTER TABLE account ADD COLUMN limited_at BIGINT;
