import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { TestStudio } from "../test-studio.ts";
import { base64, PASSWORD, VARIABLE, VaultStudio } from "./fixtures/vault-studio.ts";

let opened: VaultStudio;
let studio: TestStudio;
beforeAll(async () => {
  opened = await VaultStudio.open();
  studio = opened.studio;
});
afterAll(() => opened[Symbol.asyncDispose]());

const call = (component: string, target: string, ...args: unknown[]) => opened.call(component, target, ...args);
const rowsOf = (invocation: number) => opened.rowsOf(invocation);

describe("a secret that leaves", () => {
  const forms: readonly (readonly [string, string])[] = [
    ["plain", PASSWORD],
    ["json", JSON.stringify(PASSWORD)],
    ["base64", base64(PASSWORD)],
    ["base64", base64(`x${PASSWORD}`)],
    ["base64", base64(`xy${PASSWORD}`)],
    ["hex", Buffer.from(PASSWORD).toString("hex")],
    ["hex", Buffer.from(PASSWORD).toString("hex").toUpperCase()],
    ["url", encodeURIComponent(PASSWORD)],
    ["url", new URLSearchParams([["", PASSWORD]]).toString()],
  ];

  it.each(forms)("in a log line as %s is in the audit with its span, and masked: %s", async (form, written) => {
    const { invocation } = await call("other", "log", `here: ${written}`);
    const [log] = await studio.hostCalls(invocation);
    const function_ = "wasi:logging/logging@0.1.0-draft#log";
    expect(await rowsOf(invocation)).toEqual([
      {
        kind: "leak",
        component: "other",
        key: "password",
        source: `env ${VARIABLE}`,
        outcome: "found",
        place: "log",
        form,
        span: log?.seq,
        function: function_,
      },
    ]);
    const [line] = await studio.api.logs({ invocation, limit: 1 });
    const detail = await studio.ended(invocation);
    for (const shown of [JSON.stringify(log), line?.text, JSON.stringify(detail.args)]) {
      expect(shown).toContain("«secret password»");
      expect(shown).not.toContain(written);
    }
  });

  it("in what an export returns is a leak of the invocation itself, and what the caller gets is as it was", async () => {
    const revealed = await call("vault", "reveal", "password");
    expect((await rowsOf(revealed.invocation)).at(-1)).toMatchObject({
      kind: "leak",
      place: "result",
      span: 0,
      function: "",
    });
    expect(JSON.stringify(await studio.ended(revealed.invocation))).not.toContain(base64(PASSWORD));
  });

  it("in the error that an export returns is a leak of the invocation itself, and what the caller gets is as it was", async () => {
    await call("kv", "set", PASSWORD, { text: "no number" });
    const { invocation, outcome, error } = await call("kv", "increment", PASSWORD, 1);
    expect([outcome, error]).toEqual(["error", expect.stringContaining(JSON.stringify(PASSWORD))]);
    expect(await rowsOf(invocation)).toMatchObject([
      { place: "key", form: "plain", function: "wasi:keyvalue/atomics@0.2.0-draft#increment" },
      { place: "result", form: "json", span: 0, function: "" },
    ]);
    expect((await studio.ended(invocation)).error).toContain("«secret password»");
  });

  it("in a key and a value is stored as it is; the record of the call is masked", async () => {
    const { invocation } = await call("kv", "set", `key ${PASSWORD}`, { text: `value ${PASSWORD}` });
    expect((await rowsOf(invocation)).map(({ place }) => place)).toEqual(["key", "value"]);
    const stored = await studio.api.value({ backend: "keyvalue", bucket: "default", key: `key ${PASSWORD}` });
    expect(new TextDecoder().decode(stored.bytes)).toBe(`value ${PASSWORD}`);
    expect(JSON.stringify(await studio.hostCalls(invocation))).not.toContain(JSON.stringify(PASSWORD).slice(1, -1));
  });

  it("in a message is masked where messages are kept and shown", async () => {
    const body = { text: `body ${PASSWORD}` };
    const { invocation } = await call("messenger", "publish", { subject: "a.b", body, "reply-to": null });
    expect(await rowsOf(invocation)).toMatchObject([{ place: "message", key: "password" }]);
    const [message] = await studio.api.messages({ limit: 1 });
    expect(new TextDecoder().decode(message?.body.kept)).toBe("body «secret password»");
    expect(message?.body.total).toBe(message?.body.kept.length);
  });

  it("in a response body is found across the edges of its chunks, and the client gets it", async () => {
    const text = `before ${PASSWORD} after`;
    const answer = await fetch(studio.http, {
      method: "POST",
      body: inPieces(text, 3),
      duplex: "half",
    } as RequestInit);
    expect(await answer.text()).toBe(text);
    const detail = await studio.ended(Number(answer.headers.get("x-vitrine-invocation")));
    expect(await rowsOf(detail.id)).toMatchObject([
      { kind: "leak", place: "response", key: "password", form: "plain" },
    ]);
    for (const message of [detail.request, detail.response]) {
      expect(new TextDecoder().decode(message?.body.kept)).toBe("before «secret password» after");
    }
  });

  it("in the path of a request that goes out is found, also where that is refused", async () => {
    const path = `/?p=${encodeURIComponent(PASSWORD)}`;
    const { invocation } = await call("courier", "get", false, "127.0.0.1:1", path);
    const calls = await studio.hostCalls(invocation);
    const handle = calls.find((each) => each.function === "handle");
    expect(await rowsOf(invocation)).toMatchObject([
      { kind: "leak", component: "courier", place: "outgoing-request", form: "url", span: handle?.seq },
    ]);
    expect(JSON.stringify(calls)).not.toContain(encodeURIComponent(PASSWORD));
    const { detail } = await studio.problem(/^egress:courier:refused:/);
    expect(detail).toMatch(/^GET http:\/\/127\.0\.0\.1:1\/\?p=«secret password» is not in egress\.allow/);
  });

  it("in what is printed is found across the edges of its pieces", async () => {
    const input = `print ${PASSWORD} now`;
    const running = studio.api.run({ run: "print", component: "cat", args: [] });
    for (const piece of pieces(input, 2)) await studio.api.runInput("print", piece);
    await studio.api.runInput("print", null);
    studio.printed("print");
    const { invocation } = await running;
    const rows = await rowsOf(invocation);
    expect(rows).toMatchObject([{ kind: "leak", place: "stdout", key: "password" }]);
    const lines = await studio.api.logs({ invocation, limit: 10 });
    const text = lines.map((line) => line.text).join("");
    expect(text.replaceAll(/(?:«secret password»)+/g, "*")).toMatch(/^print .{0,3}\* now$/);
  });

  it("goes unnoticed where it is too short to be told from chance, which its view says", async () => {
    const short = (await studio.api.secrets()).find(({ name }) => name === "short");
    expect(short).toMatchObject({ state: "found", tracked: false });
    const { invocation } = await call("vault", "log-value", "short");
    expect((await rowsOf(invocation)).map(({ kind }) => kind)).toEqual(["get", "reveal"]);
    const [line] = await studio.api.logs({ invocation, limit: 1 });
    expect(line?.text).toBe("pin12");
    const [, reveal] = await studio.hostCalls(invocation);
    expect(JSON.stringify(reveal)).not.toContain("pin12");
  });

  it("is a problem that names component, place and span", async () => {
    const { invocation } = await call("other", "log", PASSWORD);
    const problem = await studio.until(async () =>
      (await studio.api.project()).problems.find(
        ({ id, detail }) =>
          id === "component:other:build:leak:password:log" && detail.includes(`invocation ${invocation},`),
      ),
    );
    expect(problem).toMatchObject({ severity: "warning", component: "other" });
    expect(problem.title).toBe("other let the secret password out in a log line");
  });
});

describe("the record", () => {
  it("has no secret in the title, the head and the cut body of a request", async () => {
    const query = new URLSearchParams([["p", PASSWORD]]).toString();
    const answer = await fetch(`${studio.http}/?${query}`, {
      method: "POST",
      headers: { authorization: `Basic ${base64(`me:${PASSWORD}`)}`, "x-key": "anything", "X-Other": "shown" },
      body: `${"x".repeat(1020)}${PASSWORD}`,
    });
    await answer.text();
    const detail = await studio.ended(Number(answer.headers.get("x-vitrine-invocation")));
    expect(detail.title).toBe("POST /?p=«secret password»");
    const { headers, body } = detail.request ?? { headers: [], body: undefined };
    const valueOf = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
    expect([valueOf("x-key"), valueOf("x-other")]).toEqual(["«not recorded»", "shown"]);
    expect(valueOf("authorization")).toMatch(/^Basic [\w+/]{3,4}«secret password»=*$/);
    const kept = new TextDecoder().decode(body?.kept);
    expect(kept.replace(/^x*/, "")).toBe("«secret password»");
  });
});

function pieces(text: string, size: number): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.slice(at * size, (at + 1) * size));
}

function inPieces(text: string, size: number): ReadableStream<Uint8Array> {
  const left = pieces(text, size);
  return new ReadableStream({
    pull: (controller) => {
      const next = left.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
  });
}
