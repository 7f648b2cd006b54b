-- Actors whose servers have no shared inbox: what everybody must hear goes to each of them.
CREATE INDEX remote_actor_alone ON remote_actor (account_id) WHERE shared_inbox IS NULL;
