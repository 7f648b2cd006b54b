DROP TABLE announced_record;
