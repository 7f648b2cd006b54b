// Notes of every request in both directions: what was asked, how it was signed, what was answered.
import { detachSignature, verifyObject, verifyRequest } from "@fedify/fedify";
import { Activity } from "@fedify/vocab";
import { NAMES } from "./store.mjs";

function signatureOf(headers) {
  if (headers.has("signature-input")) return "rfc9421";
  return headers.has("signature") ? "draft-cavage" : null;
}

/** Notes the requests that Fedify makes. */
export function watchOutgoing(store) {
  const fetch = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const entry = {
      direction: "out", method: request.method, url: request.url, signature: signatureOf(request.headers),
    };
    try {
      const response = await fetch(request);
      store.traffic.add({ ...entry, status: response.status });
      return response;
    } catch (error) {
      store.traffic.add({ ...entry, status: null, error: String(error.cause ?? error) });
      throw error;
    }
  };
}

/**
 * Answers a request through `respond` and notes it. Fedify looks at no HTTP signature when the
 * activity carries a good proof, so that both are verified here as well, each by itself.
 */
export async function watchIncoming(ctx, store, request, respond) {
  const signature = signatureOf(request.headers);
  const verified = request.method === "POST" ? await verify(ctx, store, request.clone(), signature) : undefined;
  const response = await respond(request);
  store.traffic.add({
    direction: "in", method: request.method, url: request.url, signature, status: response.status,
    accept: request.headers.get("accept"), agent: request.headers.get("user-agent"), ...(verified && { verified }),
  });
  return response;
}

async function verify(ctx, store, request, signature) {
  const documentLoader = await ctx.getDocumentLoader({ identifier: NAMES[0] });
  const { contextLoader } = ctx;
  const document = await request.clone().json().catch(() => null);
  const key = await verifyRequest(request, { documentLoader, contextLoader }).catch(() => null);
  // A Linked Data Signature is added after the proof, which does not cover it.
  const unsigned = detachSignature(document);
  const proven = await verifyObject(Activity, unsigned, { documentLoader, contextLoader }).catch(() => null);
  const hasProof = document?.proof != null;
  const verified = {
    http: key == null ? null : signature,
    keyId: key?.id?.href ?? null,
    proof: hasProof && proven != null,
  };
  if (typeof document?.id === "string") store.deliveries.set(document.id, { document, verified });
  return verified;
}
