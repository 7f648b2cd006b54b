// Making an activity, keeping it to be fetched, and delivering it.
import { randomUUID } from "node:crypto";
import { PUBLIC_COLLECTION, isActor } from "@fedify/vocab";
import { recipientOf } from "../objects.mjs";

/** A new URL of this peer: `activities`, `notes` or `questions`. */
export function newId(ctx, kind) {
  return new URL(`/${kind}/${randomUUID()}`, ctx.canonicalOrigin);
}

/**
 * Makes and delivers an activity; `fields` are the properties of the vocabulary class. With
 * `immediate` a refused delivery is an error here, else it is tried again from the queue.
 */
export async function send(ctx, store, Type, { by, recipients, immediate, shared }, fields) {
  const activity = new Type({ id: newId(ctx, "activities"), actor: ctx.getActorUri(by), ...fields });
  return await sendActivity(ctx, store, { by, recipients, immediate, shared }, activity);
}

export async function sendActivity(ctx, store, { by, recipients, immediate = false, shared = false }, activity) {
  store.activities.set(activity.id.href, { activity, by, recipients });
  await ctx.sendActivity({ identifier: by }, recipients, activity, {
    immediate, preferSharedInbox: shared, orderingKey: by, fanout: "skip",
  });
  return {
    activity: activity.id.href,
    object: activity.objectId?.href ?? null,
    recipients: recipients.map((recipient) => recipient.id.href),
  };
}

/** The remote object with this URL or handle, fetched with the signature of `by`. */
export async function find(ctx, by, identifier) {
  const documentLoader = await ctx.getDocumentLoader({ identifier: by });
  const object = await ctx.lookupObject(identifier, { documentLoader });
  if (object == null) throw new Error(`nothing found at ${identifier}`);
  return object;
}

export async function findActor(ctx, by, identifier) {
  const actor = await find(ctx, by, identifier);
  if (!isActor(actor)) throw new Error(`not an actor: ${identifier}`);
  return actor;
}

/** The object at the URL and its author. */
export async function findWithAuthor(ctx, by, url) {
  const object = await find(ctx, by, url);
  if (object.attributionId == null) throw new Error(`${url} says no author`);
  return { object, author: await findActor(ctx, by, object.attributionId) };
}

/**
 * Whom something is addressed to, and who gets it.
 * @param to `public`, `unlisted`, `followers`, `direct`, or a list of actors (URL or handle)
 * @param people the actors who are concerned in any case: mentioned, replied to
 */
export async function audience(ctx, store, by, to, people) {
  const followers = ctx.getFollowersUri(by);
  const followerRecipients = [...store.actor(by).followers.values()];
  const everybody = [...people];
  if (Array.isArray(to)) for (const one of to) everybody.push(await findActor(ctx, by, one));
  const ids = everybody.map((actor) => actor.id);
  const [tos, ccs] = {
    public: [[PUBLIC_COLLECTION], [followers, ...ids]],
    unlisted: [[followers], [PUBLIC_COLLECTION, ...ids]],
    followers: [[followers], ids],
  }[to] ?? [ids, []];
  const reached = ccs.length + tos.length > ids.length ? followerRecipients : [];
  return { tos, ccs, recipients: unique([...reached, ...everybody.map(recipientOf)]) };
}

function unique(recipients) {
  return [...new Map(recipients.map((recipient) => [recipient.id.href, recipient])).values()];
}
