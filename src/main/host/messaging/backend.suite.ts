import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { BrokerMessage, MessagingAnswer } from "../../../shared/worker-protocol.ts";
import type { MessagingBackend, PendingAnswer } from "./backend.ts";

export interface SuiteBroker extends AsyncDisposable {
  readonly backend: MessagingBackend;
  /** Makes something listen. A handler that answers publishes to the reply subject. */
  listen(pattern: string, handle: (message: BrokerMessage) => void): void;
}

/** What every backend of wasmcloud:messaging does. */
export function messagingSuite(name: string, open: () => Promise<SuiteBroker>): void {
  describe(name, () => {
    let broker: SuiteBroker;
    const got: string[] = [];
    beforeAll(async () => {
      broker = await open();
      const { backend } = broker;
      broker.listen("all.>", ({ subject, body }) => void got.push(`all ${subject} ${text(body)}`));
      broker.listen(
        "all.one",
        ({ subject, body, replyTo }) => void got.push(`one ${subject} ${text(body)} ${replyTo}`),
      );
      broker.listen("echo", ({ body, replyTo }) => {
        if (replyTo === undefined) return;
        backend.publish({ subject: replyTo, body });
        backend.publish({ subject: replyTo, body: bytes("too late") });
      });
      broker.listen("silent", () => undefined);
    });
    afterAll(() => broker[Symbol.asyncDispose]());

    it("takes a message to everyone whose pattern matches, with its reply subject as it is", async () => {
      expect(await settled(broker.backend.publish({ subject: "all.one", body: bytes("a"), replyTo: "there" }))).toEqual(
        {
          tag: "ok",
        },
      );
      await seen(() => got.length >= 2);
      expect(got.toSorted()).toEqual(["all all.one a", "one all.one a there"]);
    });

    it("takes a message that nobody wants", async () => {
      expect(await settled(broker.backend.publish({ subject: "nobody", body: bytes("") }))).toEqual({ tag: "ok" });
    });

    it.each(["", "a..b", "a.", "a b", "a.*", ">"])(
      "refuses the subject %j, to publish and to request",
      async (subject) => {
        const refused = { tag: "err", error: expect.stringContaining("invalid subject") as string };
        expect(await settled(broker.backend.publish({ subject, body: bytes("") }))).toEqual(refused);
        expect(await settled(broker.backend.request(subject, bytes(""), 60_000))).toEqual(refused);
      },
    );

    it("gives a request its first reply", async () => {
      const answer = await settled(broker.backend.request("echo", bytes("hello"), 60_000));
      expect(answer.tag === "ok" && text(answer.message?.body ?? bytes("?"))).toBe("hello");
    });

    it("says at once that nobody listens to a request", async () => {
      expect(await settled(broker.backend.request("nobody", bytes(""), 60_000))).toEqual({
        tag: "err",
        error: "no responders",
      });
    });

    it.each([0, 20])("gives up a request without a reply after its %d ms", async (timeoutMs) => {
      expect(await settled(broker.backend.request("silent", bytes(""), timeoutMs))).toEqual({
        tag: "err",
        error: "request timed out",
      });
    });
  });
}

function bytes(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function text(value: Uint8Array): string {
  return new TextDecoder().decode(value);
}

async function settled(pending: PendingAnswer): Promise<MessagingAnswer> {
  await seen(() => pending.answer() !== undefined);
  return pending.answer() ?? { tag: "err", error: "there is no answer" };
}

/** Timers and messages have their turn until it is so. */
async function seen(fits: () => boolean): Promise<void> {
  while (!fits()) await new Promise((resolve) => setImmediate(resolve));
}
