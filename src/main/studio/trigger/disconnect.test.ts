import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { aborted, answered, OK, open, send, stalled, testTrigger } from "./test-trigger.ts";

const PART_BYTES = 256 * 1024;

describe("a client that goes away", () => {
  test("while it sends fails every read and ends the invocation", async () => {
    const seen = Promise.withResolvers<unknown[]>();
    await using made = await testTrigger({
      root: async (exchange) => {
        const first = await exchange.body.next();
        sent.destroy();
        const failure = await exchange.body.next().catch((error: unknown) => error);
        const again = await exchange.body.next().catch((error: unknown) => error);
        seen.resolve([String(first), failure instanceof Error, again instanceof Error, await aborted(exchange.signal)]);
        return { outcome: "killed", reason: "client disconnected" };
      },
    });
    const sent = open(made.trigger, "/", { method: "POST" });
    sent.on("error", () => undefined);
    sent.write("half");
    expect(await seen.promise).toEqual(["half", true, true, "client disconnected"]);
  });

  test("while it is answered refuses what is still written", async () => {
    const seen = Promise.withResolvers<unknown[]>();
    await using made = await testTrigger({
      root: async (exchange) => {
        const sink = exchange.respond(200, [], true);
        const accepted = await sink.write(Buffer.from("part"));
        const reason = await aborted(exchange.signal);
        seen.resolve([accepted, reason, await sink.write(Buffer.from("more"))]);
        sink.finish();
        return { outcome: "killed", reason };
      },
    });
    const sent = open(made.trigger, "/");
    sent.end();
    const response = await answered(sent);
    response.on("error", () => undefined);
    await once(response, "data");
    response.destroy();
    expect(await seen.promise).toEqual([true, "client disconnected", false]);
  });

  test("while a write waits for it wakes that write", async () => {
    const seen = Promise.withResolvers<boolean>();
    let written = 0;
    await using made = await testTrigger({
      root: async (exchange) => {
        const sink = exchange.respond(200, [], true);
        while (await sink.write(new Uint8Array(PART_BYTES))) written += PART_BYTES;
        seen.resolve(true);
        return OK;
      },
    });
    const sent = open(made.trigger, "/");
    sent.end();
    const response = await answered(sent);
    response.on("error", () => undefined);
    await stalled(() => written);
    response.destroy();
    expect(await seen.promise).toBe(true);
  });

  test("before the answer, as a component that answers then does no harm", async () => {
    const done = Promise.withResolvers<void>();
    await using made = await testTrigger({
      root: async (exchange) => {
        sent.destroy();
        await aborted(exchange.signal);
        exchange.inform(103, []);
        const sink = exchange.respond(200, [], true);
        expect(await sink.write(Buffer.from("x"))).toBe(false);
        sink.finish();
        done.resolve();
        return OK;
      },
    });
    const sent = open(made.trigger, "/");
    sent.on("error", () => undefined);
    sent.end();
    await done.promise;
    expect(made.faults).toEqual([]);
  });

  test("while its request waits for a worker is no fault", async () => {
    const done = Promise.withResolvers<void>();
    await using made = await testTrigger({
      root: async (exchange) => {
        sent.destroy();
        await aborted(exchange.signal);
        done.resolve();
        throw exchange.signal.reason as Error;
      },
    });
    const sent = open(made.trigger, "/");
    sent.on("error", () => undefined);
    sent.end();
    await done.promise;
    await made.trigger.close();
    expect(made.faults).toEqual([]);
  });

  test("after the whole answer is no abort", async () => {
    let signal: AbortSignal | undefined;
    {
      await using made = await testTrigger({
        root: (exchange) => {
          signal = exchange.signal;
          exchange.respond(200, [], false).finish();
          return OK;
        },
      });
      await send(made.trigger, "/");
    }
    expect(signal?.aborted).toBe(false);
  });
});
