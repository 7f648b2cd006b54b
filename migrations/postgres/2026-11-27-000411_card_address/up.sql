-- A card leads where the post leads: what a page gives as its own address is a stranger's word.
ALTER TABLE preview_card DROP COLUMN page_url;
