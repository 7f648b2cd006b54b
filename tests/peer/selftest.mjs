// Two peers talk to each other over TLS, so that a failure of the black-box tests is no failure
// of the peer. Needs the program `openssl`.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const NODE = join(HERE, "node_modules/.bin/node");
const PATIENCE_MS = 15_000;
const STARTED = [["alpha.test", "rfc9421"], ["beta.test", "draft-cavage", "--authorized-fetch"]];
const LOG_LEVEL = process.argv[2] ?? "fatal";

class Peer {
  static async start(folder, name, options) {
    const args = ["--name", name, "--cert", join(folder, `${name}.pem`), "--key", join(folder, `${name}.key`),
      "--ca", join(folder, "ca.pem"), "--until-stdin-closes", "--log", LOG_LEVEL, ...options];
    const child = spawn(NODE, [join(HERE, "server.mjs"), ...args], { stdio: ["pipe", "pipe", "inherit"] });
    const gone = once(child, "exit").then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`)));
    gone.catch(() => {});
    const [line] = await Promise.race([once(createInterface(child.stdout), "line"), gone]);
    const [, port, controlPort] = /^ready (\d+) (\d+)$/.exec(line);
    const peer = Object.assign(new Peer(), { name, child, port, control: `http://127.0.0.1:${controlPort}` });
    [peer.first, peer.second] = await peer.get("/actors");
    return peer;
  }

  async get(path) {
    return await answer(await fetch(`${this.control}${path}`));
  }

  async post(path, body) {
    return await answer(await fetch(`${this.control}${path}`, { method: "POST", body: JSON.stringify(body) }));
  }

  async do(action, parameters) {
    return await this.post(`/do/${action}`, parameters);
  }

  /** The received activity, which must come within the time. */
  async receives(id) {
    const { items } = await this.get(`/received?${new URLSearchParams({ id, wait: PATIENCE_MS })}`);
    if (items.length === 0) {
      console.error(JSON.stringify([await this.get("/rejected"), await this.get("/errors")], null, 2));
      assert.fail(`${this.name} did not receive ${id}`);
    }
    return items[0];
  }
}

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(body)}`);
  return body;
}

function makeCertificates(folder, names) {
  const openssl = (...args) => execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test CA");
  for (const name of names) {
    writeFileSync(join(folder, `${name}.ext`), `subjectAltName=DNS:${name}\n`);
    openssl("req", ...newKey, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    openssl("x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
      "-days", "2", "-extfile", `${name}.ext`, "-out", `${name}.pem`);
  }
}

/** Acts with `from` and waits until `to` has received what was sent. */
async function deliver(from, to, action, parameters) {
  const sent = await from.do(action, parameters);
  return { sent, received: await to.receives(sent.activity) };
}

async function conversation(alpha, beta) {
  const follow = await deliver(alpha, beta, "follow", { actor: beta.first.handle });
  assert.deepEqual(follow.received.verified, { http: alpha.scheme, keyId: `${alpha.first.id}#main-key`, proof: true });
  await alpha.get(`/received?type=Accept&wait=${PATIENCE_MS}`);
  await deliver(beta, alpha, "follow", { actor: alpha.first.id, immediate: true });
  await beta.get(`/received?type=Accept&wait=${PATIENCE_MS}`);
  for (const [one, other] of [[alpha, beta], [beta, alpha]]) {
    const [actor] = await one.get("/actors");
    assert.deepEqual([actor.followers, actor.following], [[other.first.id], [other.first.id]]);
  }

  const note = await deliver(alpha, beta, "note", { content: "<p>Hello</p>", mention: beta.first.handle });
  assert.equal(note.received.understood.object.tag.href, beta.first.id);
  const object = note.sent.object;
  const answer = { content: "<p>Hi</p>", inReplyTo: object, to: "unlisted", shared: true };
  const reply = await deliver(beta, alpha, "note", answer);
  assert.deepEqual([reply.received.understood.object.inReplyTo, reply.received.inbox], [object, "shared"]);
  const secret = await deliver(alpha, beta, "note", { content: "<p>Psst</p>", to: [beta.first.id] });
  assert.equal((await beta.do("lookup", { url: secret.sent.object })).understood.content, "<p>Psst</p>");
  await deliver(beta, alpha, "like", { object });
  const boost = await deliver(beta, alpha, "boost", { object });
  await deliver(beta, alpha, "undo", { id: boost.sent.activity });
  await deliver(alpha, beta, "edit", { id: object, content: "<p>Hello again</p>" });
  assert.equal((await beta.do("lookup", { url: object })).understood.content, "<p>Hello again</p>");
  await deliver(alpha, beta, "delete", { id: object });
  await assert.rejects(beta.do("lookup", { url: object }));

  const poll = await deliver(alpha, beta, "note", { content: "<p>When?</p>", poll: { options: ["Monday", "Friday"] } });
  const { votes: [vote] } = await beta.do("vote", { question: poll.sent.object, name: "Friday" });
  await alpha.receives(vote.activity);
  const tally = await deliver(alpha, beta, "tally", { id: poll.sent.object, close: true });
  assert.deepEqual(tally.received.understood.object.oneOf.map((option) => option.replies.totalItems), [0, 1]);

  const flag = { type: "Flag", object: beta.first.id, content: "Spam" };
  await deliver(alpha, beta, "raw", { activity: flag, recipients: [beta.first.id], immediate: true });
  await deliver(alpha, beta, "profile", { rotate: true });
  await deliver(alpha, beta, "note", { content: "<p>With the new key</p>" });
  const move = await deliver(alpha, beta, "move", {});
  assert.equal(move.received.understood.target, alpha.second.id);
  const { items, totalItems } = await beta.do("collection", { url: `${alpha.first.id}/outbox` });
  assert.deepEqual([items.length > 0, totalItems], [true, null]);
  assert.equal((await beta.do("nodeinfo", { host: alpha.name })).understood.software.name, "fedify-test-peer");
  const resource = `acct:peer@${alpha.name}`;
  assert.equal((await beta.do("webfinger", { resource })).subject, resource);
  await deliver(alpha, beta, "delete", { id: alpha.first.id });
  for (const peer of [alpha, beta]) {
    for (const journal of ["rejected", "errors"]) {
      assert.deepEqual((await peer.get(`/${journal}`)).items, [], `${peer.name} ${journal}`);
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), "peer-selftest-"));
const peers = [];
try {
  makeCertificates(folder, STARTED.map(([name]) => name));
  const hosts = {};
  for (const [name, scheme, ...options] of STARTED) {
    const peer = await Peer.start(folder, name, ["--first-knock", scheme, ...options]);
    peers.push(Object.assign(peer, { scheme }));
    hosts[name] = `127.0.0.1:${peer.port}`;
  }
  for (const peer of peers) await peer.post("/hosts", hosts);
  await conversation(...peers);
  console.log("ok");
} finally {
  for (const peer of peers) peer.child.stdin.end();
  rmSync(folder, { recursive: true });
}
