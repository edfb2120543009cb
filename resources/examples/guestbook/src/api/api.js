// The guestbook over HTTP. Drawing the cards is left to the worker, which hears of new entries by message.
import { get } from "wasi:config/store@0.2.0-draft";
import { log } from "wasi:logging/logging@0.1.0-draft";
import { publish, request as ask } from "wasmcloud:messaging/consumer@0.2.0";

import { cardNames, openCard } from "./cards.js";
import { addEntry, newestEntries } from "./entries.js";
import { header, html, json, readText, Refusal, seeOther, stream } from "./http.js";
import { page } from "./page.js";
import { countVisit } from "./visits.js";

/** Characters of an entry. The page says the same to the browser. */
const LIMITS = { name: 40, text: 280 };
const MAX_BODY_BYTES = 16_384;
const PING_TIMEOUT_MS = 2_000;

// -------------------------------------------------------------------------------------- wasi:http/incoming-handler

export const incomingHandler = {
  handle(request, responseOut) {
    try {
      route(request, responseOut);
    } catch (error) {
      // Known before anything was answered; all else is a bug and may trap.
      if (!(error instanceof Refusal)) throw error;
      log("warn", "api", `${error.status}: ${error.message}`);
      json(responseOut, error.status, { error: error.message });
    }
  },
};

function route(request, responseOut) {
  const { pathname } = new URL(request.pathWithQuery() ?? "/", "http://guestbook");
  const { tag } = request.method();
  // A HEAD is answered as a GET; the host leaves the body out.
  const method = tag === "head" ? "get" : tag;
  const card = /^\/cards\/([\w.-]+)$/.exec(pathname)?.[1];
  if (card !== undefined && method === "get") return showCard(card, responseOut);
  switch (`${method} ${pathname}`) {
    case "get /":
      return showPage(responseOut);
    case "get /entries":
      return json(responseOut, 200, newestEntries(pageSize()));
    case "post /entries":
      return postEntry(request, responseOut);
    case "get /health":
      return showHealth(responseOut);
    default:
      throw new Refusal(
        404,
        `There is no ${method.toUpperCase()} ${pathname}. Try GET /, POST /entries or GET /cards/NAME.`,
      );
  }
}

function showPage(responseOut) {
  const visits = countVisit();
  const title = get("title") ?? "Guestbook";
  const accent = get("accent") ?? "";
  const entries = newestEntries(pageSize());
  html(responseOut, 200, page({ title, accent, visits, entries, cards: cardNames(), limits: LIMITS }));
}

function postEntry(request, responseOut) {
  const isForm = header(request, "content-type").startsWith("application/x-www-form-urlencoded");
  const { name, text } = parseEntry(readText(request, MAX_BODY_BYTES), isForm);
  const entry = addEntry(name, text);
  log("info", "api", `${entry.key} by ${entry.name}`);
  publish({ subject: "guestbook.new", body: new TextEncoder().encode(JSON.stringify(entry)) });
  // A form sends people back to the page; loading that again does not send the form again.
  if (isForm) return seeOther(responseOut, "/");
  json(responseOut, 201, entry, { location: `/cards/${entry.key}.svg` });
}

function parseEntry(body, isForm) {
  let given;
  try {
    given = isForm ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
  } catch {
    throw new Refusal(400, 'The body is not JSON. Send {"name": "Ada", "text": "Hello!"}.');
  }
  return { name: field(given, "name"), text: field(given, "text") };
}

function field(given, key) {
  const value = given?.[key];
  if (typeof value !== "string" || value.trim() === "") throw new Refusal(400, `"${key}" is missing.`);
  if ([...value].length > LIMITS[key]) throw new Refusal(400, `"${key}" may have ${LIMITS[key]} characters.`);
  return value.trim();
}

function showCard(name, responseOut) {
  const card = openCard(name);
  if (card === undefined) throw new Refusal(404, `There is no card ${name} (yet).`);
  const headers = { "content-type": "image/svg+xml", "content-length": String(card.size) };
  stream(responseOut, card.stream, headers);
}

/** Is somebody there to draw? A request over the bus waits for the worker's answer. */
function showHealth(responseOut) {
  try {
    const { body } = ask("guestbook.ping", new Uint8Array(), PING_TIMEOUT_MS);
    json(responseOut, 200, { worker: new TextDecoder().decode(body) });
  } catch (error) {
    throw new Refusal(503, `The worker does not answer: ${error.payload ?? error}`);
  }
}

function pageSize() {
  const size = Number(get("entries_per_page") ?? 20);
  return Number.isInteger(size) && size > 0 ? size : 20;
}
