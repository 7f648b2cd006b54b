DROP TABLE password_reset;
DROP TABLE invitation_use;
DROP TABLE invitation;
DROP TABLE session;
DROP TABLE user_role;
DROP TABLE "user";
DROP TABLE account;
