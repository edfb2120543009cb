import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { aborted, answered, type Handler, OK, open, reply, send, testTrigger } from "./test-trigger.ts";

/** A component that says when it began and answers when it is told to. */
function held(): { handler: Handler; began: Promise<void>; release: () => void } {
  const began = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const handler: Handler = async (exchange) => {
    began.resolve();
    await go.promise;
    const sink = exchange.respond(200, [], true);
    await sink.write(Buffer.from("whole"));
    sink.finish();
    return OK;
  };
  return { handler, began: began.promise, release: go.resolve };
}

describe("closing the trigger", () => {
  test("lets running requests end and takes no new connections", async () => {
    const slow = held();
    const { trigger } = await testTrigger({ root: slow.handler });
    const sent = open(trigger, "/");
    sent.end();
    await slow.began;
    const closed = trigger.close();
    await expect(send(trigger, "/")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    slow.release();
    expect((await reply(await answered(sent))).text).toBe("whole");
    await closed;
  });

  test("answers 503 to what a connection that is still open asks for", async () => {
    const quick = held();
    const slow = held();
    const { trigger } = await testTrigger({ quick: quick.handler, slow: slow.handler });
    const sent = open(trigger, "/slow");
    sent.end();
    const socket = connect(trigger.port, "127.0.0.1");
    socket.write("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
    await Promise.all([quick.began, slow.began]);
    const closed = trigger.close();
    quick.release();
    let text = "";
    socket.on("data", (part: Buffer) => (text += part.toString()));
    while (!text.includes("0\r\n\r\n")) await once(socket, "data");
    text = "";
    socket.write("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "close");
    expect(text).toMatch(/^HTTP\/1.1 503 .*connection: close.*This server is closing/is);
    slow.release();
    expect((await reply(await answered(sent))).text).toBe("whole");
    await closed;
  });

  test("ends what does not end by itself in time, says why, and may be asked for twice", async () => {
    const began = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<string>();
    const { trigger } = await testTrigger(
      {
        root: async (exchange) => {
          began.resolve();
          ended.resolve(await aborted(exchange.signal));
          return { outcome: "killed", reason: "the studio stopped listening" };
        },
      },
      { limits: { drainMs: 10 } },
    );
    const sent = open(trigger, "/");
    const failure = once(sent, "error");
    sent.end();
    await began.promise;
    await Promise.all([trigger.close(), trigger.close()]);
    expect(await ended.promise).toBe("the studio stopped listening");
    await failure;
  });
});
