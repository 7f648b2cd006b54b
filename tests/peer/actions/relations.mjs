// Between actors, and what an actor does to an object: follow, accept, like, boost, undo, move.
import {
  Accept, Activity, Announce, Follow, Like, Move, PUBLIC_COLLECTION, Reject, Undo, Update,
} from "@fedify/vocab";
import { actorDocument } from "../actors.mjs";
import { recipientOf } from "../objects.mjs";
import { findActor, findWithAuthor, newId, send, sendActivity } from "./send.mjs";

export async function follow(ctx, store, { by, actor, ...how }) {
  const target = await findActor(ctx, by, actor);
  const recipients = [recipientOf(target)];
  return await send(ctx, store, Follow, { by, recipients, ...how }, { object: target.id, to: target.id });
}

function receivedFollow(store, id) {
  const known = store.follows.get(id);
  if (known == null) throw new Error(`no Follow ${id} was received`);
  return known;
}

/** Answers a Follow that was received; only needed with `--manual-accept`. */
export async function acceptFollow(ctx, store, { id, ...how }) {
  const { follow: object, by, follower } = receivedFollow(store, id);
  store.actor(by).followers.set(follower.id.href, follower);
  return await send(ctx, store, Accept, { ...how, by, recipients: [follower] }, { object, to: follower.id });
}

/** Refuses a Follow, or removes the follower later. */
export async function rejectFollow(ctx, store, { id, ...how }) {
  const { follow: object, by, follower } = receivedFollow(store, id);
  store.actor(by).followers.delete(follower.id.href);
  return await send(ctx, store, Reject, { ...how, by, recipients: [follower] }, { object, to: follower.id });
}

export async function like(ctx, store, { by, object, ...how }) {
  const { object: liked, author } = await findWithAuthor(ctx, by, object);
  const recipients = [recipientOf(author)];
  return await send(ctx, store, Like, { by, recipients, ...how }, { object: liked.id, to: author.id });
}

export async function boost(ctx, store, { by, object, ...how }) {
  const { object: boosted, author } = await findWithAuthor(ctx, by, object);
  const recipients = [...store.actor(by).followers.values(), recipientOf(author)];
  return await send(ctx, store, Announce, { by, recipients, ...how }, {
    object: boosted.id, to: PUBLIC_COLLECTION, ccs: [ctx.getFollowersUri(by), author.id],
  });
}

/** Takes back an activity that this peer sent: a Follow, Like, Announce. */
export async function undo(ctx, store, { id, ...how }) {
  const sent = store.activities.get(id);
  if (sent == null) throw new Error(`no activity ${id} was sent`);
  const { activity, by, recipients } = sent;
  if (activity instanceof Follow) store.actor(by).following.delete(activity.objectId.href);
  store.activities.delete(id);
  const { toIds: tos, ccIds: ccs } = activity;
  return await send(ctx, store, Undo, { ...how, by, recipients }, { object: activity, tos, ccs });
}

/** Says that `as` is also `actor`, so that `actor` can move here. */
export async function alias(ctx, store, { by, actor }) {
  const other = await findActor(ctx, by, actor);
  store.actor(by).aliases.push(other.id.href);
  return { aliases: store.actor(by).aliases };
}

/** Moves to `target`, by default to the second actor, which is then also known as the first. */
export async function move(ctx, store, { by, target, ...how }) {
  const from = ctx.getActorUri(by);
  const to = target == null ? ctx.getActorUri("peer2") : (await findActor(ctx, by, target)).id;
  if (target == null) store.actor("peer2").aliases.push(from.href);
  store.actor(by).movedTo = to.href;
  const recipients = [...store.actor(by).followers.values()];
  return await send(ctx, store, Move, { by, recipients, ...how }, {
    object: from, target: to, to: ctx.getFollowersUri(by),
  });
}

/** Changes the profile's text, or with `rotate` the keys, and tells the followers. */
export async function profile(ctx, store, { by, summary, rotate = false, announce = true, ...how }) {
  const actor = store.actor(by);
  if (summary != null) actor.summary = summary;
  if (rotate) actor.keys = null;
  if (!announce) return { activity: null };
  const object = await actorDocument(ctx, store, by);
  const recipients = [...actor.followers.values()];
  return await send(ctx, store, Update, { by, recipients, ...how }, { object, to: PUBLIC_COLLECTION });
}

/**
 * Any other activity as JSON-LD, to the actors in `recipients`. Fedify writes it anew: what it
 * does not know is lost.
 */
export async function raw(ctx, store, { by, activity, recipients = [], ...how }) {
  const document = {
    "@context": "https://www.w3.org/ns/activitystreams",
    id: newId(ctx, "activities").href,
    actor: ctx.getActorUri(by).href,
    ...activity,
  };
  const parsed = await Activity.fromJsonLd(document, ctx);
  const actors = await Promise.all(recipients.map((one) => findActor(ctx, by, one)));
  return await sendActivity(ctx, store, { by, recipients: actors.map(recipientOf), ...how }, parsed);
}

