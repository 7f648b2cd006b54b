// What the peer reads from other servers, and what it understands of it.
import { nodeInfoToJson, parseNodeInfo } from "@fedify/fedify";
import { Collection } from "@fedify/vocab";
import { typeName } from "../objects.mjs";
import { find } from "./send.mjs";

const NODEINFO_PREFIX = "http://nodeinfo.diaspora.software/ns/schema/2.";
const MOST_ITEMS = 100;

/** The object behind a URL or a handle (`@name@host`), fetched with a signature. */
export async function lookup(ctx, _store, { by, url, handle }) {
  return await describe(ctx, await find(ctx, by, url ?? handle));
}

async function describe(ctx, object) {
  return {
    id: object.id?.href ?? null,
    type: typeName(object),
    understood: await object.toJsonLd({ format: "compact", contextLoader: ctx.contextLoader }),
    document: await object.toJsonLd({ contextLoader: ctx.contextLoader }),
  };
}

/** The items of a collection through all its pages, at most a hundred. */
export async function collection(ctx, _store, { by, url }) {
  const documentLoader = await ctx.getDocumentLoader({ identifier: by });
  const found = await find(ctx, by, url);
  if (!(found instanceof Collection)) throw new Error(`not a collection: ${url}`);
  const items = [];
  for await (const item of ctx.traverseCollection(found, { documentLoader })) {
    items.push(await describe(ctx, item));
    if (items.length === MOST_ITEMS) break;
  }
  return { type: typeName(found), totalItems: found.totalItems, items };
}

export async function webfinger(ctx, _store, { resource }) {
  return await ctx.lookupWebFinger(resource);
}

/**
 * What a server says of itself, read strictly. Fedify's own look-up refuses names that do not
 * resolve, so the two requests are made here.
 */
export async function nodeinfo(_ctx, _store, { host }) {
  const { links } = await fetchJson(`https://${host}/.well-known/nodeinfo`);
  const link = links.findLast(({ rel }) => rel.startsWith(NODEINFO_PREFIX));
  const document = await fetchJson(link.href);
  return { understood: nodeInfoToJson(parseNodeInfo(document)), document };
}

async function fetchJson(url) {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return await response.json();
}
