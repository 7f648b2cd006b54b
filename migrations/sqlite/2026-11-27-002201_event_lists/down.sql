DROP INDEX event_plan_starts;
