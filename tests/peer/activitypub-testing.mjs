// Runs the npm package activitypub-testing against an actor. README.md says how to use it.
import { parseArgs } from "node:util";
import { ActorUrlTestRun } from "activitypub-testing/test-actor";
import { readHostMap, useHostMap } from "./network.mjs";

const { values: options, positionals: [url] } = parseArgs({
  allowPositionals: true,
  options: {
    ca: { type: "string" },
    hosts: { type: "string" },
    authorization: { type: "string" },
    except: { type: "string", multiple: true, default: [] },
  },
});
if (url == null) throw new Error("usage: activitypub-testing.mjs [--ca FILE] [--hosts JSON] [--except RULE]... URL");
useHostMap(readHostMap(options.hosts), options.ca);

const quiet = Object.assign(Object.create(console), { debug() {}, log: console.error, warn: console.error });
const run = new ActorUrlTestRun(new URL(url), { authorization: options.authorization, console: quiet });
const rules = [];
for await (const { test, result } of run) {
  const excepted = options.except.includes(test.slug);
  rules.push({ rule: test.slug, outcome: result.outcome, ...(excepted && { excepted }), info: result.info });
}
rules.sort((one, other) => one.rule.localeCompare(other.rule));
const count = (outcome) => rules.filter((rule) => rule.outcome === outcome).length;
const failures = rules.filter((rule) => rule.outcome === "failed" && !rule.excepted).map(({ rule }) => rule);
const outcomes = ["passed", "failed", "inapplicable", "cantTell"];
const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, count(outcome)]));
console.log(JSON.stringify({ url, ...counts, failures, rules }, null, 2));
process.exitCode = failures.length > 0 || rules.length === 0 ? 1 : 0;
