// Keeps a draft while somebody types, and in the browser where the connection is lost; and finds words in long lists.
// The forms work without.

const form = document.querySelector("form[data-keeps-for]");
const said = document.querySelector("[data-saved]");
const PAUSE = 1500;

let waiting;
let running = null;
let isChanged = false;
let isLost = false;
// Which form this is, and how often it has sent something: so it may go on where an answer was lost on the way.
let editor = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
let turn = 0;

/** What is kept in the browser is found again by whoever typed it, on the same form. */
const place = () => `draft ${form.dataset.keepsFor} ${form.getAttribute("action")}`;

function say(words) {
  if (said.textContent !== words) {
    said.textContent = words;
  }
}

function typed() {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrf");
  return [...fields, ["editor", editor], ["turn", String(turn)]];
}

/** Private windows may refuse, and a full browser. */
function keepHere() {
  try {
    localStorage.setItem(place(), JSON.stringify(typed()));
  } catch {
    say(said.dataset.notSaved);
    return;
  }
  say(said.dataset.offline);
}

function forget() {
  try {
    localStorage.removeItem(place());
  } catch {
    // Then nothing was kept either.
  }
}

/** Whether it is kept by the server now. */
async function keep() {
  clearTimeout(waiting);
  const body = new URLSearchParams(new FormData(form));
  turn += 1;
  body.set("editor", editor);
  body.set("turn", turn);
  body.set("do", "auto");
  isChanged = false;
  let answer;
  try {
    answer = await fetch(form.getAttribute("action"), { method: "POST", body });
  } catch {
    isChanged = true;
    isLost = true;
    keepHere();
    return false;
  }
  isLost = false;
  const isKept = answer.ok && answer.headers.get("content-type")?.startsWith("application/json");
  if (!isKept) {
    isChanged = true;
    say(said.dataset.notSaved);
    return false;
  }
  const kept = await answer.json();
  forget();
  form.setAttribute("action", kept.action);
  form.elements.namedItem("version").value = kept.version;
  history.replaceState(null, "", kept.action);
  say(said.dataset.saved);
  return true;
}

/** One after the other: two at once would be two drafts. */
function keepNow() {
  running ??= keep().finally(() => {
    running = null;
  });
  return running;
}

function later() {
  isChanged = true;
  if (isLost) {
    keepHere();
  }
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    await keepNow();
  }, PAUSE);
}

function restore() {
  let pairs;
  try {
    pairs = JSON.parse(localStorage.getItem(place()));
  } catch {
    return;
  }
  if (!Array.isArray(pairs)) {
    return;
  }
  // It goes on as the form that was closed.
  const { editor: before, turn: sent } = Object.fromEntries(pairs);
  if (before) {
    editor = before;
    turn = Number(sent) || 0;
  }
  for (const field of form.elements) {
    const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = values.includes(field.value);
    } else if (field.name && field.name !== "csrf" && values.length > 0) {
      field.value = values[0];
    }
  }
  say(said.dataset.restored);
  later();
}

/** A field above a long list, which hides what does not have its words. */
function addSearch(list) {
  const choices = [...list.querySelectorAll("div:has(> input)")];
  if (choices.length < 10) {
    return;
  }
  const legend = list.querySelector("legend");
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.type = "search";
  field.autocomplete = "off";
  field.setAttribute("aria-label", `${form.dataset.search}: ${legend.textContent}`);
  label.append(form.dataset.search, field);
  legend.after(label);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
    }
  });
  field.addEventListener("input", () => {
    const words = field.value.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
    for (const choice of choices) {
      const text = choice.textContent.toLocaleLowerCase();
      const isChosen = choice.querySelector("input").checked;
      choice.hidden = !isChosen && !words.every((word) => text.includes(word));
    }
    for (const group of list.querySelectorAll("details")) {
      const shown = group.querySelectorAll("div:not([hidden]) > input");
      group.hidden = shown.length === 0;
      group.open = words.length > 0 ? shown.length > 0 : group.querySelector("input:checked") !== null;
    }
  });
}

if (form && said) {
  restore();
  form.addEventListener("input", (event) => {
    if (event.target.name) {
      later();
    }
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (!running && !isLost) {
      isChanged = false;
      forget();
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    keepNow().then((isKept) => {
      if (isKept) {
        form.requestSubmit(button);
      }
    });
  });
  // Whoever leaves within the pause finds it here.
  window.addEventListener("pagehide", () => {
    if (isChanged) {
      keepHere();
    }
  });
  window.addEventListener("online", () => {
    if (isChanged) {
      keepNow();
    }
  });
  for (const list of form.querySelectorAll(".concepts")) {
    addSearch(list);
  }
}
