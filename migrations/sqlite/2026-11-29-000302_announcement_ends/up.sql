-- Which announcements are not over, however many there have been.
CREATE INDEX announcement_end ON announcement (ends_at);
CREATE INDEX announcement_endless ON announcement (id) WHERE ends_at IS NULL;
