-- The older version enters its periodic work at its start.
SELECT 1;
