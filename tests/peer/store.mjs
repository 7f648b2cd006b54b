// What the peer knows. In memory: a peer starts afresh for each test.
import { Journal } from "./journal.mjs";

export const NAMES = ["peer", "peer2"];

export class Store {
  /** Activities that were verified and accepted. */
  received = new Journal();
  /** Deliveries that were refused, because no signature or proof was good. */
  rejected = new Journal();
  /** Every request in both directions. */
  traffic = new Journal();
  /** Errors of the listeners and of deliveries. */
  errors = new Journal();

  /** The own objects by number: `{ object, by, recipients }`; `gone` when deleted. */
  objects = new Map();
  /** The own activities by URL: `{ activity, by, recipients }`. */
  activities = new Map();
  /** Follow activities that were received, by URL. */
  follows = new Map();
  /** The last delivery of an activity, by URL: `{ document, verified }`. */
  deliveries = new Map();

  #actors = new Map(NAMES.map((name) => [name, newActor(name)]));

  actor(name) {
    const actor = this.#actors.get(name);
    if (actor == null) throw new Error(`no actor ${name}: there are ${NAMES.join(" and ")}`);
    return actor;
  }

  has(name) {
    return this.#actors.has(name);
  }
}

function newActor(name) {
  return {
    name,
    summary: `<p>${name} of the tests</p>`,
    keys: null,
    /** Followers by URL: what a delivery needs to know of them. */
    followers: new Map(),
    /** URLs of those who accepted to be followed. */
    following: new Set(),
    movedTo: null,
    aliases: [],
    gone: false,
  };
}
