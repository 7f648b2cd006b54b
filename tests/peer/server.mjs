// An ActivityPub server made of Fedify, scripted by tests. README.md says how to use it.
import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import { respondWithObject } from "@fedify/fedify";
import { Tombstone } from "@fedify/vocab";
import { configure, getStreamSink } from "@logtape/logtape";
import { createControl } from "./control.mjs";
import { createPeer } from "./federation.mjs";
import { readHostMap, useHostMap } from "./network.mjs";
import { numberOf } from "./actions/posts.mjs";
import { Store } from "./store.mjs";
import { watchIncoming, watchOutgoing } from "./traffic.mjs";

const KNOCKS = { "rfc9421": "rfc9421", "draft-cavage": "draft-cavage-http-signatures-12" };

const { values: options } = parseArgs({
  options: {
    "name": { type: "string" },
    "cert": { type: "string" },
    "key": { type: "string" },
    "ca": { type: "string" },
    "hosts": { type: "string" },
    "port": { type: "string", default: "0" },
    "control-port": { type: "string", default: "0" },
    "first-knock": { type: "string", default: "rfc9421" },
    "manual-accept": { type: "boolean", default: false },
    "authorized-fetch": { type: "boolean", default: false },
    "until-stdin-closes": { type: "boolean", default: false },
    "log": { type: "string", default: "warning" },
  },
});
for (const needed of ["name", "cert", "key"]) {
  if (options[needed] == null) throw new Error(`--${needed} is needed`);
}
if (!Object.hasOwn(KNOCKS, options["first-knock"])) {
  throw new Error(`--first-knock is one of ${Object.keys(KNOCKS).join(", ")}`);
}

await configure({
  contextLocalStorage: new AsyncLocalStorage(),
  sinks: { stderr: getStreamSink(Writable.toWeb(process.stderr)) },
  loggers: [
    { category: "fedify", lowestLevel: options.log, sinks: ["stderr"] },
    { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["stderr"] },
  ],
});

const origin = `https://${options.name}`;
const hosts = readHostMap(options.hosts);
const store = new Store();
useHostMap(hosts, options.ca);
watchOutgoing(store);
const federation = createPeer({
  origin,
  firstKnock: KNOCKS[options["first-knock"]],
  manualAccept: options["manual-accept"],
  authorizedFetch: options["authorized-fetch"],
}, store);
const ctx = federation.createContext(new URL(origin), undefined);

async function respond(request) {
  const known = store.objects.get(numberOf(request.url));
  if (known?.gone && known.object.id.href === request.url) {
    const tombstone = await respondWithObject(new Tombstone({ id: known.object.id }), ctx);
    return new Response(tombstone.body, { status: 410, headers: tombstone.headers });
  }
  const sent = request.method === "GET" ? store.activities.get(request.url) : undefined;
  if (sent != null) return await respondWithObject(sent.activity, ctx);
  return await federation.fetch(request, { contextData: undefined });
}

function toRequest(incoming) {
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
  }
  const { method } = incoming;
  const body = method === "GET" || method === "HEAD" ? undefined : Readable.toWeb(incoming);
  return new Request(new URL(incoming.url, origin), { method, headers, body, duplex: "half" });
}

const certificate = { cert: readFileSync(options.cert), key: readFileSync(options.key) };
const server = createServer(certificate, async (incoming, outgoing) => {
  try {
    const response = await watchIncoming(ctx, store, toRequest(incoming), respond);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    store.errors.add({ where: "http", error: error.stack ?? String(error) });
    outgoing.writeHead(500).end();
  }
});
const control = createControl(ctx, store, hosts);

const listen = (listener, port) => new Promise((resolve, reject) => {
  listener.once("error", reject).listen(Number(port), "127.0.0.1", () => resolve(listener.address().port));
});
const port = await listen(server, options.port);
hosts.add({ [options.name]: `127.0.0.1:${port}` });
const controlPort = await listen(control, options["control-port"]);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));
if (options["until-stdin-closes"]) process.stdin.resume().once("end", () => process.exit(0));
console.log(`ready ${port} ${controlPort}`);
