-- Earlier versions also counted answers that not everybody may read.
UPDATE status SET replies_count = (
    SELECT count(*) FROM status AS answer
    WHERE answer.in_reply_to_id = status.id AND answer.deleted_at IS NULL AND answer.visibility <= 1
)
WHERE replies_count > 0;
