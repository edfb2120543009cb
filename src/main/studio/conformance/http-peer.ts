/** The other end of the scripts of wasi:http: what a server of the test answers, and a client that sets its own host. */
import { type IncomingMessage, request, type RequestListener } from "node:http";
import { text } from "node:stream/consumers";

import { TALK } from "./scripts/http.ts";

/** Whom a handler's request is for. */
const HOST = "conformance.test";

/** Answers what it is asked, once it has all of it; anything else with 400. */
export const answer: RequestListener = (asked, answering) => {
  void text(asked).then((body) => {
    const isExpected = asked.method === "POST" && asked.url === TALK.path && body === TALK.asked;
    answering.writeHead(isExpected ? 201 : 400, { "x-answer": "yes" }).end(TALK.answered);
  });
};

/** Asks the handler at this address. */
export async function ask(url: string): Promise<{ status: number | undefined; header: unknown; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { host: HOST, "x-asked": "yes" };
  request(new URL(TALK.path, url), { method: "POST", headers }, resolve).on("error", reject).end(TALK.asked);
  const answered = await promise;
  return { status: answered.statusCode, header: answered.headers["x-answer"], body: await text(answered) };
}
