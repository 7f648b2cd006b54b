DROP TABLE announcement_reaction;
DROP TABLE announcement_dismissal;
DROP TABLE announcement;
DROP TABLE marker;
DROP TABLE rule;
