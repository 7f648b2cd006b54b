CREATE INDEX outcome_of_adoption ON outcome (adoption_uri, status_id);
DROP INDEX outcome_by_adopter;
