// The Fedify side: actors, objects, collections and inboxes.
import {
  InProcessMessageQueue, MemoryKvStore, createExponentialBackoffPolicy, createFederation,
} from "@fedify/fedify";
import { Accept, Activity, Create, Follow, Note, Question, Undo } from "@fedify/vocab";
import { actorDocument, keysOf } from "./actors.mjs";
import { countVote } from "./actions/polls.mjs";
import { acceptFollow } from "./actions/relations.mjs";
import { isPublic, recipientOf, typeName } from "./objects.mjs";
import { NAMES } from "./store.mjs";

/** @param {{ origin: string, firstKnock: string, manualAccept: boolean, authorizedFetch: boolean }} options */
export function createPeer(options, store) {
  const retries = createExponentialBackoffPolicy({
    initialDelay: { milliseconds: 200 }, maxDelay: { seconds: 2 }, maxAttempts: 20, factor: 2, jitter: false,
  });
  const federation = createFederation({
    kv: new MemoryKvStore(),
    queue: new InProcessMessageQueue({ pollInterval: { milliseconds: 100 } }),
    origin: options.origin,
    firstKnock: options.firstKnock,
    allowPrivateAddress: true,
    outboxRetryPolicy: retries,
    inboxRetryPolicy: retries,
    circuitBreaker: false,
    onOutboxError: (error, activity) => {
      store.errors.add({ where: "outbox", activity: activity?.id?.href ?? null, error: String(error) });
    },
  });
  setActors(federation, options, store);
  setObjects(federation, options, store);
  setInboxes(federation, options, store);
  federation.setNodeInfoDispatcher("/nodeinfo/2.1", () => ({
    software: { name: "fedify-test-peer", version: { major: 0, minor: 0, patch: 0 } },
    protocols: ["activitypub"],
    usage: { users: { total: NAMES.length }, localPosts: store.objects.size, localComments: 0 },
  }));
  return federation;
}

function setActors(federation, options, store) {
  federation
    .setActorDispatcher("/actors/{identifier}", (ctx, name) => store.has(name) ? actorDocument(ctx, store, name) : null)
    .setKeyPairsDispatcher((_ctx, name) => store.has(name) ? keysOf(store.actor(name)) : [])
    .mapHandle((_ctx, username) => store.has(username) ? username : null)
    .authorize(async (ctx) => !options.authorizedFetch || (await signedKey(ctx)) != null);
  // Nobody else has collections.
  const items = (list) => (_ctx, name) => store.has(name) ? { items: [...list(store.actor(name))] } : null;
  const followers = ({ followers }) => followers.values();
  const following = ({ following }) => [...following].map((url) => new URL(url));
  const outbox = ({ name }) => [...store.activities.values()]
    .filter((sent) => sent.by === name && isPublic(sent.activity))
    .map((sent) => sent.activity);
  federation
    .setFollowersDispatcher("/actors/{identifier}/followers", items(followers))
    .setCounter((_ctx, name) => store.has(name) ? store.actor(name).followers.size : null);
  federation.setFollowingDispatcher("/actors/{identifier}/following", items(following));
  federation.setOutboxDispatcher("/actors/{identifier}/outbox", items(outbox));
}

function setObjects(federation, options, store) {
  for (const [type, path] of [[Note, "/notes/{id}"], [Question, "/questions/{id}"]]) {
    federation
      .setObjectDispatcher(type, path, (_ctx, { id }) => {
        const known = store.objects.get(id);
        return known?.object instanceof type && !known.gone ? known.object : null;
      })
      .authorize(async (ctx, { id }) => {
        const known = store.objects.get(id);
        if (known == null || (isPublic(known.object) && !options.authorizedFetch)) return true;
        const key = await signedKey(ctx);
        if (key == null || isPublic(known.object)) return key != null;
        // Servers fetch with an actor of their own, for whoever of theirs was addressed.
        return known.recipients.some((recipient) => recipient.id.origin === key.id.origin);
      });
  }
}

/** The key that signed the request, itself fetched with a signature. */
async function signedKey(ctx) {
  return await ctx.getSignedKey({ documentLoader: await ctx.getDocumentLoader({ identifier: NAMES[0] }) });
}

function setInboxes(federation, options, store) {
  federation
    .setInboxListeners("/actors/{identifier}/inbox", "/inbox")
    .on(Activity, async (ctx, activity) => {
      // Before anything else: what is looked up becomes a part of the activity.
      const entry = await describe(ctx, store, activity);
      if (activity instanceof Follow) await onFollow(ctx, options, store, activity);
      else if (activity instanceof Accept) await onAccept(ctx, store, activity);
      else if (activity instanceof Undo) onUndo(ctx, store, activity);
      else if (activity instanceof Create) await countVote(ctx, store, activity);
      // After everything else: who reads of it may count on what it did.
      store.received.add(entry);
    })
    .setSharedKeyDispatcher(() => ({ identifier: NAMES[0] }))
    .onUnverifiedActivity((_ctx, activity, reason) => {
      store.rejected.add({ id: activity.id?.href ?? null, type: typeName(activity), reason: reason.type });
    })
    .onError((_ctx, error) => store.errors.add({ where: "inbox", error: error.stack ?? String(error) }));
}

async function describe(ctx, store, activity) {
  const delivery = store.deliveries.get(activity.id?.href);
  return {
    id: activity.id?.href ?? null,
    type: typeName(activity),
    actor: activity.actorId?.href ?? null,
    object: activity.objectId?.href ?? null,
    inbox: ctx.recipient ?? "shared",
    verified: delivery?.verified ?? null,
    understood: await activity.toJsonLd({ format: "compact", contextLoader: ctx.contextLoader }),
    document: delivery?.document ?? null,
  };
}

async function onFollow(ctx, options, store, follow) {
  const target = ctx.parseUri(follow.objectId);
  const follower = await follow.getActor(ctx);
  if (target?.type !== "actor" || !store.has(target.identifier) || follower == null) return;
  store.follows.set(follow.id.href, { follow, by: target.identifier, follower: recipientOf(follower) });
  if (!options.manualAccept) await acceptFollow(ctx, store, { id: follow.id.href });
}

async function onAccept(ctx, store, accept) {
  const sent = store.activities.get(accept.objectId?.href);
  if (sent?.activity instanceof Follow && sent.activity.objectId.href === accept.actorId?.href) {
    store.actor(sent.by).following.add(accept.actorId.href);
  }
}

function onUndo(ctx, store, undo) {
  const known = store.follows.get(undo.objectId?.href);
  if (known != null && known.follower.id.href === undo.actorId?.href) {
    store.follows.delete(undo.objectId.href);
    store.actor(known.by).followers.delete(known.follower.id.href);
  }
}
