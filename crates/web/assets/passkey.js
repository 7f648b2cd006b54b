// Asks the browser for a passkey: to add one, or to sign in with one. What it is for is shown by it, and by nothing else.

/** Bytes stand as base64url in what the server asks, and in what it is answered. */
function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function toText(bytes) {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const named = (credentials) => credentials.map((credential) => ({ ...credential, id: toBytes(credential.id) }));

/** For browsers that cannot read it by themselves. */
function readCreation(asked) {
  if (typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function") {
    return PublicKeyCredential.parseCreationOptionsFromJSON(asked);
  }
  return {
    ...asked,
    challenge: toBytes(asked.challenge),
    user: { ...asked.user, id: toBytes(asked.user.id) },
    excludeCredentials: named(asked.excludeCredentials),
  };
}

function readRequest(asked) {
  if (typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function") {
    return PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  }
  return { ...asked, challenge: toBytes(asked.challenge), allowCredentials: named(asked.allowCredentials) };
}

/** As `toJSON` writes it, which some programs that keep passkeys do not have: what the server reads of it. */
function written({ id, rawId, type, response }) {
  const parts = { clientDataJSON: toText(response.clientDataJSON) };
  if (response.attestationObject) {
    parts.attestationObject = toText(response.attestationObject);
    parts.transports = response.getTransports?.() ?? [];
  } else {
    parts.authenticatorData = toText(response.authenticatorData);
    parts.signature = toText(response.signature);
    parts.userHandle = response.userHandle ? toText(response.userHandle) : null;
  }
  return JSON.stringify({ id, rawId: toText(rawId), type, response: parts });
}

/** What the server asks the browser for; or the name of what to say. */
async function begin(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "begin");
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
  if (answer.headers.get("content-type")?.startsWith("application/json")) {
    return answer.json();
  }
  return { problem: answer.status === 429 ? "tooMany" : "failed" };
}

/** The name of what to say where the browser has none. */
function problemOf(error) {
  switch (error.name) {
    case "InvalidStateError":
      return "known";
    case "NotAllowedError":
    case "AbortError":
      return "stopped";
    default:
      return "failed";
  }
}

async function ask(form) {
  const said = form.querySelector("[data-said]");
  const say = (problem) => {
    said.textContent = form.dataset[problem] ?? form.dataset.failed;
  };
  said.textContent = "";
  try {
    const { problem, field, asked } = await begin(form);
    if (problem) {
      say(problem);
      form.elements.namedItem(field)?.focus();
      return;
    }
    say("waiting");
    const credential =
      form.dataset.passkey === "add"
        ? await navigator.credentials.create({ publicKey: readCreation(asked) })
        : await navigator.credentials.get({ publicKey: readRequest(asked) });
    form.elements.namedItem("credential").value = written(credential);
  } catch (error) {
    say(problemOf(error));
    return;
  }
  form.submit();
}

if (typeof PublicKeyCredential === "function" && navigator.credentials) {
  for (const without of document.querySelectorAll("[data-without-passkey]")) {
    without.hidden = true;
  }
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    let isAsking = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isAsking) {
        return;
      }
      isAsking = true;
      await ask(form);
      isAsking = false;
    });
  }
}
