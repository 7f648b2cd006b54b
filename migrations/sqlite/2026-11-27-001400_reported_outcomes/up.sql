-- Whether somebody has reported what came of an adoption of theirs: both are known where that is asked.
CREATE INDEX outcome_by_adopter ON outcome (adoption_uri, account_id);
DROP INDEX outcome_of_adoption;
