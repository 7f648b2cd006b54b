// People who have a keyboard and no mouse: each in a window of their own.

// As often as anybody presses Tab before they give up.
const PATIENCE = 150;
const DEADLINE = 30_000;

export class People {
  #browser;
  #pages = new Map();
  #sessions = new Map();

  constructor(browser) {
    this.#browser = browser;
  }

  /// Somebody new, whose browser has been nowhere.
  async arrive({ who, base }) {
    const context = await this.#browser.newContext({ baseURL: base, locale: "en", viewport: { width: 900, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(DEADLINE);
    this.#pages.set(who, page);
    // One for all the time: a browser that loses one may forget that it has no connection.
    this.#sessions.set(who, await context.newCDPSession(page));
  }

  /// Types an address.
  async open({ who, path }) {
    await this.#page(who).goto(path);
  }

  async press({ who, key }) {
    const page = this.#page(who);
    // Without a window of its own the browser has no such key.
    if (key === "F5") return void (await page.reload());
    await page.keyboard.press(key);
    if (key === "Enter") await settled(page);
  }

  async write({ who, text }) {
    await this.#page(who).keyboard.type(text);
  }

  /// Presses Tab until the focus is on what has that name (and role); fails where it cannot be seen on the way.
  async tabTo({ who, role, name }) {
    const page = this.#page(who);
    const passed = [];
    const session = this.#sessions.get(who);
    for (let n = 0; n < PATIENCE; n += 1) {
      await page.keyboard.press("Tab");
      const focused = await inFocus(session);
      if (!focused) continue;
      passed.push(`${focused.role} "${focused.name}"`);
      if (!focused.seen) throw new Error(`the focus is not seen on ${passed.at(-1)} at ${page.url()}`);
      if (focused.role === role && focused.name.includes(name)) return;
    }
    throw new Error(`no ${role} "${name}" at ${page.url()}; Tab came by ${[...new Set(passed)].join(", ")}`);
  }

  /// Is out of reach of everything, or comes back.
  async connect({ who, is }) {
    // Each request is refused on its way. What a browser only pretends of its connection it forgets when a page is left.
    const context = this.#page(who).context();
    const refuse = (route) => route.abort("internetdisconnected");
    await (is ? context.unroute("**/*") : context.route("**/*", refuse));
  }

  /// Has a device that keeps passkeys, and that makes sure who they are without asking (Chrome DevTools Protocol, WebAuthn).
  async passkeys({ who }) {
    const session = this.#sessions.get(who);
    await session.send("WebAuthn.enable");
    const options = {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    };
    await session.send("WebAuthn.addVirtualAuthenticator", { options });
  }

  /// Waits until the page says so by itself.
  async hear({ who, text }) {
    const page = this.#page(who);
    const says = () => page.evaluate(() => document.body.innerText);
    try {
      await page.waitForFunction((text) => document.body.innerText.includes(text), text);
    } catch (error) {
      throw new Error(`nothing says "${text}" at ${page.url()}:\n${await says()}`, { cause: error });
    }
  }

  /// Where they are, and what they read.
  async reads({ who }) {
    const page = this.#page(who);
    const { pathname, search } = new URL(page.url());
    return { path: pathname + search, text: await page.evaluate(() => document.body.innerText) };
  }

  #page(who) {
    const page = this.#pages.get(who);
    if (!page) throw new Error(`${who} has not arrived`);
    return page;
  }
}

/// What has the focus, as a screen reader is told, and whether a ring shows it.
async function inFocus(session) {
  const { result } = await session.send("Runtime.evaluate", { expression: "document.activeElement" });
  if (!result.objectId || result.className === "HTMLBodyElement") return null;
  const { nodes } = await session.send("Accessibility.getPartialAXTree", {
    objectId: result.objectId,
    fetchRelatives: false,
  });
  const seen = await session.send("Runtime.evaluate", {
    expression: `(() => {
      const style = getComputedStyle(document.activeElement);
      const box = document.activeElement.getBoundingClientRect();
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 1 && box.height > 1;
    })()`,
  });
  return {
    role: nodes[0]?.role?.value ?? "",
    name: nodes[0]?.name?.value ?? "",
    seen: seen.result.value,
  };
}

/// Enter may lead elsewhere: waits for what begins within a moment, to its end.
async function settled(page) {
  await page.waitForEvent("framenavigated", { timeout: 2_000 }).catch(() => {});
  await page.waitForLoadState("load");
}
