-- What holds for the account's whole server, so that readers need not look for a decision.
ALTER TABLE account ADD COLUMN domain_level TEXT;
