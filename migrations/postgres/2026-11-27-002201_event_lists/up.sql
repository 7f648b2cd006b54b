-- Events in the order in which they begin, whatever they are about.
CREATE INDEX event_plan_starts ON event_plan (starts_at, status_id);
