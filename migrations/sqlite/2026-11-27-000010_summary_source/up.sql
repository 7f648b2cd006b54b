-- What the owner of a local account wrote about it; `summary` is made of this.
ALTER TABLE account ADD COLUMN summary_source TEXT NOT NULL DEFAULT '';
