DROP TABLE event_note;
DROP TABLE talk;
DROP TABLE participation;
DROP TABLE event_concept;
DROP TABLE event_plan;
