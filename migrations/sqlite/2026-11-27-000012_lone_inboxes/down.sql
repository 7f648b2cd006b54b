DROP INDEX remote_actor_alone;
