import { expect, test } from "vitest";
import { type FromWorker, MAX_OUTGOING_CALLS, type OutgoingHead } from "../../shared/worker-protocol.ts";
import { WorkerEgress } from "./egress.ts";
import { WorkerPipes } from "./pipes.ts";

const HEAD: OutgoingHead = {
  method: "POST",
  scheme: "http",
  authority: "a.example",
  pathWithQuery: "/",
  headers: [],
  hasBody: true,
  timeouts: {},
};
const bytes = (text: string) => new TextEncoder().encode(text);

function worker() {
  const posted: FromWorker[] = [];
  /** What the studio sent and the guest has not looked at. */
  const arrived: (() => void)[] = [];
  const post = (message: FromWorker) => void posted.push(message);
  const pipes = new WorkerPipes(post);
  const egress = new WorkerEgress(post, pipes);
  const drain = () => {
    for (const deliver of arrived.splice(0)) deliver();
  };
  pipes.attach(drain);
  egress.attach(drain);
  pipes.begin(5);
  egress.begin(5);
  return { posted, arrived, pipes, egress };
}

test("a request and its bodies go through pipes of its own", () => {
  const { posted, arrived, pipes, egress } = worker();
  const exchange = egress.send(HEAD);
  exchange.requestBody.write(bytes("out"));
  exchange.requestBody.finish([]);
  expect(posted).toEqual([
    { t: "outgoing", id: 5, call: 1, request: HEAD },
    { t: "bytes", pipe: -1, bytes: bytes("out") },
    { t: "end", pipe: -1, end: { kind: "finished", value: [] } },
  ]);
  const answer = { tag: "ok", status: 200, headers: [] } as const;
  arrived.push(() => egress.deliver({ t: "outgoing", call: 1, answer }));
  expect(exchange.answer()).toEqual(answer);
  pipes.deliver({ t: "bytes", pipe: -1, bytes: bytes("in") });
  pipes.deliver({ t: "end", pipe: -1, end: { kind: "failed", reason: "cut", code: { tag: "x" } } });
  expect([exchange.responseBody.take(9), exchange.responseBody.end]).toEqual([
    bytes("in"),
    { kind: "failed", reason: "cut", code: { tag: "x" } },
  ]);
});

test("a body that nobody takes any more is closed, although its request has failed meanwhile", () => {
  const { egress, pipes } = worker();
  const { requestBody } = egress.send(HEAD);
  pipes.deliver({ t: "closed", pipe: -1, reason: "refused" });
  egress.deliver({ t: "outgoing", call: 1, answer: { tag: "err", error: { tag: "connection-refused" } } });
  expect([requestBody.closed, requestBody.permit()]).toEqual(["refused", 0]);
});

test("what comes for requests of an invocation that is over finds nobody", () => {
  const { egress, pipes } = worker();
  egress.send(HEAD);
  pipes.begin(6);
  egress.begin(6);
  const exchange = egress.send(HEAD);
  egress.deliver({ t: "outgoing", call: 1, answer: { tag: "ok", status: 200, headers: [] } });
  pipes.deliver({ t: "bytes", pipe: -1, bytes: bytes("late") });
  expect([exchange.answer(), exchange.responseBody.take(9).length]).toEqual([undefined, 0]);
});

test("a guest that asks faster than it is answered is told so, and goes on when there are answers", () => {
  const { posted, arrived, egress } = worker();
  for (let at = 0; at < MAX_OUTGOING_CALLS; at++) egress.send(HEAD).drop();
  const sent = posted.length;
  const refused = egress.send(HEAD);
  expect([refused.answer(), refused.requestBody.permit(), posted.length]).toEqual([
    { tag: "err", error: { tag: "connection-limit-reached" } },
    0,
    sent,
  ]);
  arrived.push(() => egress.deliver({ t: "outgoing", call: 1, answer: { tag: "err", error: { tag: "x" } } }));
  expect(egress.send(HEAD).answer()).toBeUndefined();
});
