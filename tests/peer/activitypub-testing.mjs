// Runs the npm package activitypub-testing against an actor. README.md says how to use it.
import { parseArgs } from "node:util";
import { ActorUrlTestRun } from "activitypub-testing/test-actor";
import { readHostMap, useHostMap } from "./network.mjs";

const OUTCOMES = ["passed", "failed", "inapplicable", "cantTell"];

const { values: options, positionals: [url] } = parseArgs({
  allowPositionals: true,
  options: {
    ca: { type: "string" },
    hosts: { type: "string" },
    authorization: { type: "string" },
    require: { type: "string", multiple: true, default: [] },
    except: { type: "string", multiple: true, default: [] },
  },
});
if (url == null) throw new Error("say the URL of an actor");
useHostMap(readHostMap(options.hosts), options.ca);

// Of what it cannot find it complains here, and once more in the result.
const quiet = Object.assign(Object.create(console), { debug() {}, log() {}, warn() {} });
const run = new ActorUrlTestRun(new URL(url), { authorization: options.authorization, console: quiet });
const rules = [];
for await (const { test, result } of run) {
  rules.push({ rule: test.slug, outcome: result.outcome, info: result.info });
}
rules.sort((one, other) => one.rule.localeCompare(other.rule));

function complaint({ rule, outcome }) {
  if (options.except.includes(rule)) return outcome === "failed" ? null : `${rule} needs no exception: ${outcome}`;
  if (options.require.includes(rule) && outcome !== "passed") return `${rule} is required: ${outcome}`;
  return outcome === "failed" ? `${rule} failed` : null;
}

const unknown = [...options.except, ...options.require].filter((name) => !rules.some(({ rule }) => rule === name));
const failures = [...rules.map(complaint).filter(Boolean), ...unknown.map((name) => `no rule ${name} was tried`)];
const counts = OUTCOMES.map((outcome) => [outcome, rules.filter((rule) => rule.outcome === outcome).length]);
console.log(JSON.stringify({ url, ...Object.fromEntries(counts), failures, rules }, null, 2));
process.exitCode = failures.length > 0 ? 1 : 0;
