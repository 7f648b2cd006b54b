DROP INDEX announcement_endless;
DROP INDEX announcement_end;
