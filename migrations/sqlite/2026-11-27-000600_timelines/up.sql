-- What public timelines show: public statuses, no boosts, and of answers only those to oneself. Whose, from
-- where and whether with files stands here too, so that each timeline is read by one index; `local_media` is
-- `local` of those with files.
CREATE TABLE public_entry (
    status_id INTEGER PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL,
    local INTEGER NOT NULL,
    media INTEGER NOT NULL,
    local_media INTEGER
) STRICT;
INSERT INTO public_entry (status_id, account_id, local, media, local_media)
SELECT s.id, s.account_id, s.local, EXISTS (SELECT 1 FROM attachment a WHERE a.status_id = s.id),
    CASE WHEN EXISTS (SELECT 1 FROM attachment a WHERE a.status_id = s.id) THEN s.local END
FROM status s
WHERE s.visibility = 0 AND s.boost_of_id IS NULL AND s.deleted_at IS NULL
    AND (s.in_reply_to_account_id = s.account_id OR (s.in_reply_to_id IS NULL AND s.in_reply_to_uri IS NULL));
CREATE INDEX public_entry_local ON public_entry (local, status_id);
CREATE INDEX public_entry_media ON public_entry (media, status_id) WHERE media;
CREATE INDEX public_entry_local_media ON public_entry (local_media, status_id) WHERE local_media IS NOT NULL;

-- What the timelines of hashtags show: public statuses that carry them. Gone with the status by hand: a
-- boost, which is deleted often, would be looked for here otherwise. `narrow_tag_id` is the hashtag once more, for
-- the indexes of narrower timelines, which would lose against the key.
CREATE TABLE tag_entry (
    tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    local INTEGER NOT NULL,
    media INTEGER NOT NULL,
    local_media INTEGER,
    narrow_tag_id INTEGER NOT NULL,
    PRIMARY KEY (tag_id, status_id)
) STRICT, WITHOUT ROWID;
INSERT INTO tag_entry (tag_id, status_id, account_id, local, media, local_media, narrow_tag_id)
SELECT t.tag_id, s.id, s.account_id, s.local, EXISTS (SELECT 1 FROM attachment a WHERE a.status_id = s.id),
    CASE WHEN EXISTS (SELECT 1 FROM attachment a WHERE a.status_id = s.id) THEN s.local END, t.tag_id
FROM status_tag t JOIN status s ON s.id = t.status_id
WHERE s.visibility = 0 AND s.boost_of_id IS NULL AND s.deleted_at IS NULL;
CREATE INDEX tag_entry_local ON tag_entry (narrow_tag_id, local, status_id);
CREATE INDEX tag_entry_media ON tag_entry (narrow_tag_id, media, status_id) WHERE media;
CREATE INDEX tag_entry_local_media ON tag_entry (narrow_tag_id, local_media, status_id)
    WHERE local_media IS NOT NULL;

-- Home timelines of local accounts, filled when something is posted. `original_id` is what a boost boosts,
-- otherwise the status itself. Gone with the status by hand.
CREATE TABLE home_entry_new (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL,
    original_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, status_id)
) STRICT, WITHOUT ROWID;
INSERT INTO home_entry_new (account_id, status_id, original_id)
SELECT h.account_id, h.status_id, COALESCE(s.boost_of_id, s.id)
FROM home_entry h JOIN status s ON s.id = h.status_id;
DROP TABLE home_entry;
ALTER TABLE home_entry_new RENAME TO home_entry;
CREATE INDEX home_entry_of_original ON home_entry (original_id, status_id);
