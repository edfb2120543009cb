import { describe, expect, test } from "vitest";
import type { HeaderList } from "./invoker.ts";
import { OK, send, testTrigger } from "./test-trigger.ts";

/** Every byte there is, so that a wrong encoding shows. */
const BYTES = Uint8Array.from({ length: 256 }, (_, at) => at);

function answering(status: number, headers: HeaderList, whole: Uint8Array) {
  return testTrigger({ root: (exchange) => (exchange.respond(status, headers, true, whole), OK) });
}

describe("an answer that is there as a whole", () => {
  test.each([
    ["short", BYTES],
    ["longer than what is sent as text", Buffer.concat(Array.from({ length: 100 }, () => BYTES))],
  ])("and %s arrives byte for byte, with its length and its headers", async (_name, whole) => {
    await using made = await answering(200, [["x-latin", "caf\u00e9"]], whole);
    const response = await fetch(made.trigger.url);
    const body = Buffer.from(await response.arrayBuffer());
    expect([body.equals(whole), response.headers.get("content-length"), response.headers.get("x-latin")]).toEqual([
      true,
      String(whole.length),
      "caf\u00e9",
    ]);
  });

  test("and empty has the length 0", async () => {
    await using made = await answering(200, [], new Uint8Array(0));
    const { headers, text } = await send(made.trigger, "/");
    expect([headers["content-length"], text]).toEqual(["0", ""]);
  });

  test("to HEAD has no body, and the length only where the component declared one", async () => {
    await using declared = await answering(200, [["content-length", "256"]], BYTES);
    await using undeclared = await answering(200, [], BYTES);
    const replies = await Promise.all(
      [declared, undeclared].map(({ trigger }) => send(trigger, "/", { method: "HEAD" })),
    );
    expect(replies.map(({ headers, text }) => [headers["content-length"], text])).toEqual([
      ["256", ""],
      [undefined, ""],
    ]);
  });

  test("with a status that carries no body sends none", async () => {
    await using made = await answering(204, [], BYTES);
    const { status, headers, text } = await send(made.trigger, "/");
    expect([status, headers["content-length"], text]).toEqual([204, undefined, ""]);
  });

  test.each([
    ["shorter", "257"],
    ["longer", "255"],
  ])("but %s than declared breaks off", async (_name, length) => {
    await using made = await answering(200, [["content-length", length]], BYTES);
    const response = fetch(made.trigger.url).then((answer) => answer.arrayBuffer());
    await expect(response).rejects.toThrow();
  });
});
