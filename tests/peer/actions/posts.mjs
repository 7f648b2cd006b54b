// Posts of the peer: notes, replies, mentions, polls; editing and deleting them.
import { Temporal } from "@js-temporal/polyfill";
import {
  Collection, Create, Delete, Mention, Note, PUBLIC_COLLECTION, Question, Tombstone, Update,
} from "@fedify/vocab";
import { audience, findActor, findWithAuthor, newId, send } from "./send.mjs";

/**
 * Posts a Note, or with `poll: { options, multiple, seconds }` a Question.
 * @param to see `audience`
 * @param mention actors by URL or handle; each becomes a tag and gets the post
 */
export async function note(ctx, store, { by, content, to = "public", inReplyTo, mention = [], poll, summary, ...how }) {
  const mentioned = await Promise.all([mention].flat().map((one) => findActor(ctx, by, one)));
  const parent = inReplyTo == null ? null : await findWithAuthor(ctx, by, inReplyTo);
  const people = parent == null ? mentioned : [...mentioned, parent.author];
  const { recipients, ...addresses } = await audience(ctx, store, by, to, people);
  const id = newId(ctx, poll == null ? "notes" : "questions");
  const common = {
    id, attribution: ctx.getActorUri(by), content, summary, url: id, ...addresses,
    replyTarget: parent?.object.id,
    sensitive: summary != null,
    published: Temporal.Now.instant(),
    tags: mentioned.map((actor) => new Mention({
      href: actor.id, name: `@${actor.preferredUsername}@${actor.id.host}`,
    })),
  };
  const object = poll == null ? new Note(common) : new Question({ ...common, ...pollFields(poll) });
  return await create(ctx, store, { by, recipients, ...how }, object);
}

/** Keeps the object to be fetched and sends its Create. */
export async function create(ctx, store, how, object) {
  store.objects.set(numberOf(object.id), { object, by: how.by, recipients: how.recipients, votes: new Map() });
  const { toIds: tos, ccIds: ccs } = object;
  return await send(ctx, store, Create, how, { object, tos, ccs, published: object.published });
}

function pollFields({ options, multiple = false, seconds = 3_600 }) {
  const answers = options.map((name) => new Note({ name, replies: new Collection({ totalItems: 0 }) }));
  return {
    [multiple ? "inclusiveOptions" : "exclusiveOptions"]: answers,
    endTime: Temporal.Now.instant().add({ seconds }),
    voters: 0,
  };
}

export function numberOf(url) {
  return new URL(url).pathname.split("/").at(-1);
}

export function ownObject(store, url) {
  const known = store.objects.get(numberOf(url));
  if (known == null || known.object.id.href !== url) throw new Error(`no own object ${url}`);
  return known;
}

export async function edit(ctx, store, { id, content, summary, ...how }) {
  const known = ownObject(store, id);
  const changes = { content, updated: Temporal.Now.instant() };
  if (summary != null) Object.assign(changes, { summary, sensitive: true });
  known.object = known.object.clone(changes);
  return await update(ctx, store, known, how);
}

/** Sends an own object as it is now. */
export async function update(ctx, store, { object, by, recipients }, how) {
  const { toIds: tos, ccIds: ccs } = object;
  return await send(ctx, store, Update, { ...how, by, recipients }, { object, tos, ccs, updated: object.updated });
}

/** Deletes a post, or the actor with this URL; both answer 410 from then on. */
export async function remove(ctx, store, { id, ...how }) {
  const parsed = ctx.parseUri(new URL(id));
  if (parsed?.type === "actor") return await removeActor(ctx, store, parsed.identifier, how);
  const known = ownObject(store, id);
  known.gone = true;
  const { toIds: tos, ccIds: ccs } = known.object;
  const object = new Tombstone({ id: known.object.id });
  return await send(ctx, store, Delete, { ...how, by: known.by, recipients: known.recipients }, { object, tos, ccs });
}

async function removeActor(ctx, store, by, how) {
  const recipients = [...store.actor(by).followers.values()];
  const fields = { object: ctx.getActorUri(by), to: PUBLIC_COLLECTION };
  const sent = await send(ctx, store, Delete, { ...how, by, recipients }, fields);
  store.actor(by).gone = true;
  return sent;
}
