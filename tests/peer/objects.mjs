// Questions to vocabulary objects that more than one part asks.
import { PUBLIC_COLLECTION } from "@fedify/vocab";

export function isPublic(object) {
  return [...object.toIds, ...object.ccIds].some((id) => id.href === PUBLIC_COLLECTION.href);
}

export function typeName(object) {
  return object.constructor.name.replace(/^Object\$\d+$/, "Object");
}

/** What a delivery needs to know of a remote actor. */
export function recipientOf(actor) {
  return { id: actor.id, inboxId: actor.inboxId, endpoints: actor.endpoints };
}
