// Votes in both directions.
import { Temporal } from "@js-temporal/polyfill";
import { Collection, Note, Question } from "@fedify/vocab";
import { recipientOf } from "../objects.mjs";
import { create, numberOf, ownObject, update } from "./posts.mjs";
import { findWithAuthor, newId } from "./send.mjs";

/** Votes for the option `name`, or for several, of a remote poll: one Create for each. */
export async function vote(ctx, store, { by, question, name, ...how }) {
  const { object, author } = await findWithAuthor(ctx, by, question);
  if (!(object instanceof Question)) throw new Error(`not a poll: ${question}`);
  const recipients = [recipientOf(author)];
  const sent = [];
  for (const option of [name].flat()) {
    const ballot = new Note({
      id: newId(ctx, "notes"), attribution: ctx.getActorUri(by), name: option, replyTarget: object.id, to: author.id,
    });
    sent.push(await create(ctx, store, { by, recipients, ...how }, ballot));
  }
  return { votes: sent };
}

/** Counts a Note with a name that answers an own poll. */
export async function countVote(ctx, store, activity) {
  const ballot = await activity.getObject(ctx);
  if (!(ballot instanceof Note) || ballot.name == null || ballot.replyTargetId == null) return;
  const known = store.objects.get(numberOf(ballot.replyTargetId));
  if (!(known?.object instanceof Question)) return;
  const voter = activity.actorId.href;
  known.votes.set(voter, (known.votes.get(voter) ?? new Set()).add(ballot.name.toString()));
  known.object = await counted(known);
}

async function counted({ object, votes }) {
  const chosen = [...votes.values()].flatMap((names) => [...names]);
  const count = (option) => option.clone({
    replies: new Collection({ totalItems: chosen.filter((name) => name === option.name.toString()).length }),
  });
  const changes = { voters: votes.size };
  const exclusive = await Array.fromAsync(object.getExclusiveOptions());
  const inclusive = await Array.fromAsync(object.getInclusiveOptions());
  if (exclusive.length > 0) changes.exclusiveOptions = exclusive.map(count);
  if (inclusive.length > 0) changes.inclusiveOptions = inclusive.map(count);
  return object.clone(changes);
}

/** Tells everybody the counts of an own poll; with `close` that it is over. */
export async function tally(ctx, store, { id, close = false, ...how }) {
  const known = ownObject(store, id);
  if (close) known.object = known.object.clone({ closed: Temporal.Now.instant() });
  return await update(ctx, store, known, how);
}
