import { describe, expect, it } from "vitest";

import type { BrokerMessage } from "../../../shared/worker-protocol.ts";
import { hostFunction, testContext } from "../test-context.ts";
import { WitError } from "../wit-error.ts";
import type { MessagingBackend } from "./backend.ts";
import { messagingSuite } from "./backend.suite.ts";
import { HeapMessaging } from "./heap.ts";
import { createMessaging } from "./interface.ts";

messagingSuite("a broker in the heap", async () => {
  const backend = new HeapMessaging();
  return {
    backend,
    listen: (pattern, handle) => backend.listen(pattern, handle),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
});

describe("wasmcloud:messaging/consumer@0.2.0", () => {
  const sent: BrokerMessage[] = [];
  const modules = (backend: MessagingBackend) => createMessaging(testContext({ messaging: backend }));
  const never: MessagingBackend = { publish: () => unanswered, request: () => unanswered };
  const unanswered = { answer: () => undefined };

  it("publish waits for the broker, with a copy of the body, and gives nothing back", () => {
    const ctx = testContext({
      messaging: {
        ...never,
        publish: (message) => {
          sent.push(message);
          let taken = false;
          ctx.later(() => (taken = true), 5n);
          return { answer: () => (taken ? { tag: "ok" } : undefined) };
        },
      },
    });
    const body = Uint8Array.of(1, 2);
    expect(
      hostFunction(createMessaging(ctx), "consumer", "publish")({ subject: "a", body, replyTo: "b" }),
    ).toBeUndefined();
    body[0] = 9;
    expect(sent).toEqual([{ subject: "a", body: Uint8Array.of(1, 2), replyTo: "b" }]);
    expect(ctx.waits).toBe(1);
  });

  it("request gives the reply as a broker-message", () => {
    const reply = { subject: "_INBOX.1", body: Uint8Array.of(7) };
    const backend = { ...never, request: () => ({ answer: () => ({ tag: "ok", message: reply }) as const }) };
    expect(hostFunction(modules(backend), "consumer", "request")("a", Uint8Array.of(), 10)).toEqual(reply);
  });

  it.each(["publish", "request"])("%s throws what went wrong as the err of its result", (name) => {
    const answer = () => ({ tag: "err", error: "no responders" }) as const;
    const call = hostFunction(modules({ publish: () => ({ answer }), request: () => ({ answer }) }), "consumer", name);
    const args = name === "publish" ? [{ subject: "a", body: Uint8Array.of() }] : ["a", Uint8Array.of(), 10];
    expect(() => call(...args)).toThrow(WitError);
    try {
      call(...args);
    } catch (error) {
      expect((error as WitError<string>).payload).toBe("no responders");
    }
  });

  it("traps without a link", () => {
    const call = hostFunction(createMessaging(testContext()), "consumer", "publish");
    expect(() => call({ subject: "a", body: Uint8Array.of() })).toThrow(
      "no backend is linked to wasmcloud:messaging/consumer",
    );
  });
});
