import { log } from "wasi:logging/logging@0.1.0-draft";
import { reveal } from "wasmcloud:secrets/reveal@0.1.0-draft";
import { get } from "wasmcloud:secrets/store@0.1.0-draft";

const SECRET = "card_key";

// The code that componentize-js 0.23 makes for `get` names a class of the resource `secret` and never defines it, as the
// resource has no methods: without this line every `get` ends in a ReferenceError. That code has a global object of its
// own, to which the constructor of its functions leads.
get.constructor("globalThis.import_store_0_1_0_draft$Secret ??= class Secret {}")();

/** HMAC-SHA-256 in hexadecimal. Undefined without a key: a card without a signature is better than none. */
export async function sign(text) {
  const key = cardKey();
  if (key === undefined) return undefined;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const usable = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", usable, new TextEncoder().encode(text));
  return Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The handle says nothing yet; only `reveal` gives the value, and Vitrine's audit has both. */
function cardKey() {
  let secret;
  try {
    secret = get(SECRET);
  } catch (error) {
    // Only what the host says counts as "no key"; all else is a bug and may trap.
    if (error.payload === undefined) throw error;
    log("warn", "worker", `cards are not signed: the secret ${SECRET} cannot be had (${error.payload.tag})`);
    return undefined;
  }
  const { tag, val } = reveal(secret);
  return tag === "bytes" ? val : new TextEncoder().encode(val);
}
