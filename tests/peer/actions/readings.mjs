// How others read a document, and documents of others as they are.
import { signRequest } from "@fedify/fedify";
import jsonld from "jsonld";
import { shown } from "../shown.mjs";

/** What a program that is `like` another shows of an object, or of the object in an activity. */
export async function show(_ctx, _store, { document, like }) {
  return { shown: shown(document.object?.type == null ? document : document.object, like) };
}

/** A document as a processor of JSON-LD 1.1 reads it: every property by its IRI. */
export async function expand(ctx, _store, { document }) {
  return { expanded: await jsonld.expand(document, { documentLoader: ctx.contextLoader }) };
}

/** Sends a document exactly as it is, signed by `as`, whatever it says. */
export async function verbatim(ctx, _store, { by, document, inbox }) {
  const [{ privateKey, keyId }] = await ctx.getActorKeyPairs(by);
  const request = new Request(inbox, {
    method: "POST",
    headers: { "content-type": "application/activity+json" },
    body: JSON.stringify(document),
  });
  const response = await fetch(await signRequest(request, privateKey, keyId));
  return { status: response.status };
}
