// Draws a card for every new entry, signs it, and tells whoever asks that it is there.
import { log } from "wasi:logging/logging@0.1.0-draft";
import { publish } from "wasmcloud:messaging/consumer@0.2.0";

import { drawCard } from "./draw-card.js";
import { sign } from "./sign.js";
import { saveCard } from "./save-card.js";

// ------------------------------------------------------------------------------------- wasmcloud:messaging/handler

export const handler = {
  /** Gets every message below `guestbook.`. What it throws as a text is the error of the delivery. */
  async handleMessage({ subject, body, replyTo }) {
    switch (subject) {
      case "guestbook.new":
        return makeCard(entryOf(body));
      case "guestbook.ping":
        return answerPing(replyTo);
      default:
        log("debug", "worker", `nothing to do for ${subject}`);
    }
  },
};

async function makeCard(entry) {
  const signature = await sign(`${entry.key}\n${entry.name}\n${entry.text}\n${entry.at}`);
  const name = `${entry.key}.svg`;
  saveCard(name, drawCard(entry, signature));
  log("info", "worker", `${signature === undefined ? "drew" : "drew and signed"} ${name}`);
}

/** A request is a message with a subject for the answer. */
function answerPing(replyTo) {
  if (replyTo === undefined) throw "a ping without a reply subject cannot be answered: send it as a request";
  publish({ subject: replyTo, body: new TextEncoder().encode("pong") });
}

function entryOf(body) {
  try {
    const { key, name, text, at } = JSON.parse(new TextDecoder().decode(body));
    if (/^entry-\d+$/.test(key) && [name, text, at].every((value) => typeof value === "string")) {
      return { key, name, text, at };
    }
  } catch {
    // Not JSON at all: as wrong as any other.
  }
  throw 'not an entry: expected {"key": "entry-000001", "name": …, "text": …, "at": …}';
}
