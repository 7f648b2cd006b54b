// The door for the tests: plain HTTP on loopback, JSON in and out.
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { collection, lookup, nodeinfo, webfinger } from "./actions/lookups.mjs";
import { tally, vote } from "./actions/polls.mjs";
import { edit, note, remove } from "./actions/posts.mjs";
import { expand, show, verbatim } from "./actions/readings.mjs";
import {
  acceptFollow, alias, boost, follow, like, move, profile, raw, rejectFollow, undo,
} from "./actions/relations.mjs";
import { NAMES } from "./store.mjs";

const ACTIONS = {
  accept: acceptFollow, alias, boost, collection, delete: remove, edit, expand, follow, like, lookup, move, nodeinfo, note,
  profile, raw, reject: rejectFollow, show, tally, undo, verbatim, vote, webfinger,
};
const JOURNALS = ["received", "rejected", "traffic", "errors"];

export function createControl(ctx, store, hosts) {
  return createServer(async (request, response) => {
    let status = 200;
    let answer;
    try {
      answer = await answerTo(request, { ctx, store, hosts });
      if (answer === undefined) [status, answer] = [404, { error: `nothing at ${request.method} ${request.url}` }];
    } catch (error) {
      status = 422;
      answer = { error: `${error}`, detail: error.responseBody ?? error.cause?.message ?? null, stack: error.stack };
    }
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  });
}

async function answerTo(request, { ctx, store, hosts }) {
  const url = new URL(request.url, "http://control");
  const [, first, second] = url.pathname.split("/");
  if (request.method === "POST" && first === "do" && Object.hasOwn(ACTIONS, second)) {
    const { as: by = NAMES[0], ...parameters } = await json(request);
    store.actor(by);
    return await ACTIONS[second](ctx, store, { by, ...parameters });
  }
  if (request.method === "POST" && url.pathname === "/hosts") {
    hosts.add(await json(request));
    return hosts;
  }
  if (request.method !== "GET") return undefined;
  if (JOURNALS.includes(first)) return await store[first].read(query(url));
  if (url.pathname === "/actors") return NAMES.map((name) => actorSummary(ctx, store.actor(name)));
  return undefined;
}

/** `from`, `count` and `wait` are numbers; every other parameter is a value to filter by. */
function query(url) {
  const { from = 0, count = 1, wait = 0, ...filter } = Object.fromEntries(url.searchParams);
  return { from: Number(from), count: Number(count), wait: Number(wait), filter };
}

function actorSummary(ctx, actor) {
  return {
    name: actor.name,
    id: ctx.getActorUri(actor.name).href,
    handle: `@${actor.name}@${new URL(ctx.canonicalOrigin).host}`,
    inbox: ctx.getInboxUri(actor.name).href,
    sharedInbox: ctx.getInboxUri().href,
    followers: [...actor.followers.keys()],
    following: [...actor.following],
    aliases: actor.aliases,
    movedTo: actor.movedTo,
  };
}
