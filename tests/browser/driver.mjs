// Drives one browser: reads a request a line (JSON), answers each with a line. tests/it/browser/driver.rs asks.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

import { inspect } from "./inspect.mjs";
import { People } from "./people.mjs";

const [executablePath, ...args] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args });
const people = new People(browser);

const does = {
  inspect: (request) => inspect(browser, axe, request),
  arrive: (request) => people.arrive(request),
  open: (request) => people.open(request),
  press: (request) => people.press(request),
  write: (request) => people.write(request),
  tabTo: (request) => people.tabTo(request),
  connect: (request) => people.connect(request),
  passkeys: (request) => people.passkeys(request),
  hear: (request) => people.hear(request),
  reads: (request) => people.reads(request),
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = { ok: (await does[request.do](request)) ?? null };
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
