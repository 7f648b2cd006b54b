DROP TABLE public_entry;
DROP TABLE tag_entry;
CREATE TABLE home_entry_old (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, status_id)
) STRICT, WITHOUT ROWID;
INSERT INTO home_entry_old (account_id, status_id)
SELECT h.account_id, h.status_id FROM home_entry h JOIN status s ON s.id = h.status_id;
DROP TABLE home_entry;
ALTER TABLE home_entry_old RENAME TO home_entry;
CREATE INDEX home_entry_of_status ON home_entry (status_id);
