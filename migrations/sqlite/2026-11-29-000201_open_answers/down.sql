-- What was counted before is known no more.
SELECT 1;
