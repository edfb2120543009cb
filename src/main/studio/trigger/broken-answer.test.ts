import { once } from "node:events";
import { describe, expect, test } from "vitest";
import type { HttpEnd, ResponseBody } from "./invoker.ts";
import { answered, type Handler, OK, open, raw, testTrigger } from "./test-trigger.ts";

/** Answers with these headers and some bytes, and then does what the test says. */
function answering(headers: readonly (readonly [string, string])[], then: (sink: ResponseBody) => HttpEnd): Handler {
  return async (exchange) => {
    const sink = exchange.respond(200, headers, true);
    await sink.write(Buffer.from("part"));
    return then(sink);
  };
}

const TRAPPED: HttpEnd = { outcome: "trap", reason: "unreachable" };

describe("an answer that is not whole", () => {
  test.each<[string, Handler]>([
    ["its guest trapped", answering([], () => TRAPPED)],
    ["its body failed", answering([], (sink) => (sink.fail("dropped"), OK))],
    ["nobody finished it", answering([], () => OK)],
    ["it is shorter than declared", answering([["content-length", "5"]], (sink) => (sink.finish(), OK))],
  ])("because %s reaches the client as far as it goes, and breaks off", async (_name, handler) => {
    await using made = await testTrigger({ root: handler });
    const sent = open(made.trigger, "/");
    sent.end();
    const response = await answered(sent);
    const parts: string[] = [];
    response.on("data", (part: Buffer) => parts.push(part.toString()));
    const [error] = (await once(response, "error")) as [NodeJS.ErrnoException];
    expect([parts.join(""), error.code, response.complete]).toEqual(["part", "ECONNRESET", false]);
  });

  test("because it is longer than declared does not run into the next one", async () => {
    await using made = await testTrigger({
      root: answering([["content-length", "4"]], (sink) => {
        void sink.write(Buffer.from("HTTP/1.1 200 forged"));
        return OK;
      }),
    });
    const got = await raw(made.trigger, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(got.text).toMatch(/part$/);
  });

  test("for a client of HTTP/1.0, which reads up to the close, ends in a reset", async () => {
    await using made = await testTrigger({
      root: answering([], () => TRAPPED),
      whole: answering([], (sink) => (sink.finish(), OK)),
    });
    const whole = await raw(made.trigger, "GET /whole HTTP/1.0\r\n\r\n");
    expect([whole.reset, whole.text.endsWith("part")]).toEqual([false, true]);
    expect((await raw(made.trigger, "GET / HTTP/1.0\r\n\r\n")).reset).toBe(true);
  });
});
