DROP TABLE conversation_status;
DROP TABLE conversation;
