DROP INDEX account_directory_new;
DROP INDEX account_directory_active;
DROP INDEX account_directory_local_new;
DROP INDEX account_directory_local_active;
DROP TABLE suggestion_dismissal;
DROP TABLE account_name;
