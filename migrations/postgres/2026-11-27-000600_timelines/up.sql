-- What public timelines show: public statuses, no boosts, and of answers only those to oneself. Whose, from
-- where and whether with files stands here too, so that each timeline is read by one index; `local_media` is
-- `local` of those with files.
CREATE TABLE public_entry (
    status_id BIGINT PRIMARY KEY NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL,
    local BOOLEAN NOT NULL,
    media BOOLEAN NOT NULL,
    local_media BOOLEAN
);
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
    tag_id BIGINT NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    status_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    local BOOLEAN NOT NULL,
    media BOOLEAN NOT NULL,
    local_media BOOLEAN,
    narrow_tag_id BIGINT NOT NULL,
    PRIMARY KEY (tag_id, status_id)
);
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
ALTER TABLE home_entry ADD COLUMN original_id BIGINT NOT NULL DEFAULT 0;
UPDATE home_entry SET original_id = COALESCE(status.boost_of_id, status.id)
FROM status WHERE status.id = home_entry.status_id;
ALTER TABLE home_entry ALTER COLUMN original_id DROP DEFAULT;
ALTER TABLE home_entry DROP CONSTRAINT home_entry_status_id_fkey;
DROP INDEX home_entry_of_status;
CREATE INDEX home_entry_of_original ON home_entry (original_id, status_id);
