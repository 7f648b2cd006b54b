// Looks at pages: barriers that axe finds, what sticks out at the side, what the browser complains of; and takes
// pictures.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };
// In the dark only colours are looked at again: nothing else changes with the scheme.
const COLOURS = ["color-contrast", "link-in-text-block"];
// So that each changes one thing only.
const VIEWS = [
  { name: "phone-light", size: PHONE, scheme: "light" },
  { name: "phone-dark", size: PHONE, scheme: "dark", rules: COLOURS },
  { name: "desktop-dark", size: DESKTOP, scheme: "dark", rules: COLOURS },
  { name: "desktop-light", size: DESKTOP, scheme: "light" },
];
// WCAG 1.4.10: 1280 pixels at 400 %.
const NARROWEST = { width: 320, height: 640 };

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const OPTIONS = {
  runOnly: { type: "tag", values: WCAG },
  // Axe leaves it out where it is not asked for by name.
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
};
// In how many windows at once: as many as CI has processors.
const WINDOWS = 2;

/// Looks at every page in every language; gives what is wrong, in words.
export async function inspect(browser, axe, { base, people, languages, pages, folder }) {
  mkdirSync(folder, { recursive: true });
  const contexts = new Map();
  for (const person of people) {
    const known = await signIn(browser, base, person);
    for (const language of languages) {
      const context = await browser.newContext({
        baseURL: base,
        locale: language,
        storageState: known,
        viewport: PHONE,
      });
      contexts.set(`${person.name} ${language}`, context);
    }
  }
  const waiting = languages.flatMap((language) => pages.map((page) => ({ ...page, language })));
  const problems = [];
  const look = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const context = contexts.get(`${next.who} ${next.language}`);
      const page = await context.newPage();
      try {
        for (const problem of await lookAt(page, axe, next, folder)) {
          problems.push(`${next.name}, ${next.language}: ${problem}`);
        }
      } catch (error) {
        problems.push(`${next.name}, ${next.language}: ${error}`);
      }
      await page.close();
    }
  };
  await Promise.all(Array.from({ length: WINDOWS }, look));
  for (const context of contexts.values()) await context.close();
  return problems;
}

async function signIn(browser, base, { name, password }) {
  const context = await browser.newContext({ baseURL: base });
  if (password) {
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.fill("[name=username]", name);
    await page.fill("[name=password]", password);
    await page.press("[name=password]", "Enter");
    await page.waitForURL((url) => url.pathname !== "/sign-in");
  }
  const state = await context.storageState();
  await context.close();
  return state;
}

async function lookAt(page, axe, { name, language, path, status, sends }, folder) {
  const problems = [];
  page.on("console", (said) => {
    // It says so of every page that is not found.
    const isStatus = said.text().startsWith("Failed to load resource: the server responded with");
    if (["error", "warning"].includes(said.type()) && !isStatus) {
      problems.push(`the browser says: ${said.text()}`);
    }
  });
  page.on("pageerror", (error) => problems.push(`a script fails: ${error}`));
  let answer = await page.goto(path);
  if (sends) {
    answer = await send(page, sends);
  }
  // A page that is written in its address has no status.
  const got = answer?.status() ?? 0;
  if (got !== status) problems.push(`its status is ${got}, not ${status}`);
  const spoken = await page.evaluate(() => document.documentElement.lang);
  if (spoken !== language) problems.push(`it is in ${spoken}`);
  await page.evaluate(axe);
  for (const view of VIEWS) {
    await page.setViewportSize(view.size);
    await page.emulateMedia({ colorScheme: view.scheme });
    const options = view.rules ? { ...OPTIONS, runOnly: { type: "rule", values: view.rules } } : OPTIONS;
    const found = await page.evaluate((options) => window.axe.run(document, options), options);
    for (const { id, help, nodes } of found.violations) {
      const where = nodes.map((node) => `    ${node.html}\n      ${node.any[0]?.message ?? ""}`);
      problems.push(`${view.name}: ${id}: ${help}\n${where.join("\n")}`);
    }
    const file = `${name}.${language}.${view.name}.png`;
    await page.screenshot({ path: join(folder, file), fullPage: true, scale: "css" });
  }
  await page.setViewportSize(NARROWEST);
  const wide = await page.evaluate(sticksOut);
  if (wide.length > 0) problems.push(`at 320 pixels it is wider: ${wide.join(", ")}`);
  return problems;
}

/// Fills in the first form that has the fields, and sends it; with the button `do`, where that is among them.
async function send(page, { do: button, ...fields }) {
  const has = Object.keys(fields).map((field) => `:has([name="${field}"])`);
  const form = page.locator(`main form${has.join("")}`).first();
  for (const [field, value] of Object.entries(fields)) {
    const it = form.locator(`[name="${field}"]`).first();
    const isList = await it.evaluate((element) => element instanceof HTMLSelectElement);
    await (isList ? it.selectOption(value) : it.fill(value));
  }
  const [answer] = await Promise.all([
    page.waitForNavigation(),
    // As a browser does that knows no `required`: what the server says is what is looked at.
    form.evaluate((it, button) => {
      if (!button) return it.submit();
      it.noValidate = true;
      it.requestSubmit(it.querySelector(`[name="do"][value="${button}"]`));
    }, button),
  ]);
  return answer;
}

function sticksOut() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll("*")].filter(
    (element) => element.getBoundingClientRect().right > width + 1,
  );
  return wide.slice(0, 5).map((element) => `${element.localName}.${element.className}`);
}
