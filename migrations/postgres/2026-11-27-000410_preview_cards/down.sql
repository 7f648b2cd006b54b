DROP TABLE status_card;
DROP TABLE preview_card;
