/** The other end of the scripts of wasi:http: what a server of the test answers, and a client that sets its own host. */
import { type IncomingMessage, request, type RequestListener } from "node:http";
import { text } from "node:stream/consumers";

/** What the test answers and asks with. */
export const TALK = { asked: "what was asked", answered: "what was answered", path: "/conformance/a?b=c" } as const;

/** Whom a handler's request is for. */
const HOST = "conformance.test";

/** Answers what it is asked, once it has all of it; anything else with 400. */
export const answer: RequestListener = (asked, answering) => {
  void text(asked).then((body) => {
    const isExpected = asked.method === "POST" && asked.url === TALK.path && body === TALK.asked;
    answering.writeHead(isExpected ? 201 : 400, { "x-answer": "yes" }).end(TALK.answered);
  });
};

export interface Answered {
  readonly status: number | undefined;
  readonly header: unknown;
  readonly body: string;
  /** Informational answers before it, by status and field. */
  readonly early: readonly (readonly [status: number, field: unknown])[];
}

/** Asks the handler at this address. Rejects when the answer breaks off, or there is none. */
export async function ask(url: URL): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { host: HOST, "x-asked": "yes" };
  const early: [number, unknown][] = [];
  request(url, { method: "POST", headers }, resolve)
    .on("information", (info) => early.push([info.statusCode, info.headers["x-early"]]))
    .on("error", reject)
    .end(TALK.asked);
  const answered = await promise;
  return {
    status: answered.statusCode,
    header: answered.headers["x-answer"],
    body: await text(answered),
    early,
  };
}
