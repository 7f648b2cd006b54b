// The documents and keys of the peer's own actors.
import { generateCryptoKeyPair } from "@fedify/fedify";
import { Endpoints, Person, Tombstone } from "@fedify/vocab";

/** The key pairs of an actor: RSA for requests, Ed25519 for integrity proofs. */
export async function keysOf(actor) {
  actor.keys ??= Promise.all(["RSASSA-PKCS1-v1_5", "Ed25519"].map((algorithm) => generateCryptoKeyPair(algorithm)));
  return await actor.keys;
}

/** The actor as others see it: a Person, or a Tombstone once deleted. */
export async function actorDocument(ctx, store, name) {
  const actor = store.actor(name);
  const id = ctx.getActorUri(name);
  if (actor.gone) return new Tombstone({ id });
  const keys = await ctx.getActorKeyPairs(name);
  return new Person({
    id,
    preferredUsername: name,
    name: `The actor ${name}`,
    summary: actor.summary,
    url: id,
    inbox: ctx.getInboxUri(name),
    outbox: ctx.getOutboxUri(name),
    followers: ctx.getFollowersUri(name),
    following: ctx.getFollowingUri(name),
    endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
    publicKey: keys[0].cryptographicKey,
    assertionMethods: keys.map((pair) => pair.multikey),
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: true,
    aliases: actor.aliases.map((alias) => new URL(alias)),
    successor: actor.movedTo == null ? null : new URL(actor.movedTo),
  });
}
