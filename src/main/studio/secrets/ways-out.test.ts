import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { guest } from "../../../../test/guests/guests.ts";
import type { AuditView, SecretForm } from "../../../shared/model.ts";
import { callsOf, Handle, Held, type Script, type Step, variantCase } from "../conformance/script.ts";
import { exportOf, scriptComponent } from "../conformance/script-component.ts";
import { Servers } from "../egress/fixtures/servers.ts";
import { worker } from "../messaging/fixtures/guests.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio } from "../test-studio.ts";
import { answering } from "./fixtures/answers.ts";
import { type Answer, ask } from "./fixtures/ask.ts";
import { formsOf } from "./fixtures/forms-of.ts";
import { base64 } from "./fixtures/vault-studio.ts";
import { EDGE, type Way } from "./fixtures/way.ts";
import { swaps, trapsWith, waysOut } from "./fixtures/ways-out.ts";

const TOKEN = "0123456789abcdef-token";
/** Every one of its forms differs from the others. */
const PASSWORD = 'käse "42" /+?&=';
const TOKEN_VARIABLE = "VITRINE_TEST_TOKEN";
const PASSWORD_VARIABLE = "VITRINE_TEST_PASSWORD";

const servers = new Servers();
const server = await servers.http((request, response) => request.resume().on("end", () => response.end("ok")));

/** Gets and reveals a secret, and lets it out. */
function revealing(key: string, lets: (out: Held) => readonly Step[]): readonly Step[] {
  const secret = new Handle("secret");
  const held = new Held("its value");
  return [
    callsOf("wasmcloud:secrets/store@0.1.0-draft")("get", key).ok(secret),
    callsOf("wasmcloud:secrets/reveal@0.1.0-draft")("reveal", secret).gives(variantCase("string", held)),
    ...lets(held),
  ];
}

interface Case {
  readonly component: string;
  readonly target: string;
  readonly way: string;
  readonly form: SecretForm;
  readonly key: string;
  readonly leaks: Way["leaks"];
  readonly script: Script;
}

const FORMS: readonly (readonly [SecretForm, string])[] = [
  ["base64", base64(`x${PASSWORD}`)],
  ["hex", Buffer.from(PASSWORD).toString("hex")],
  ["url", encodeURIComponent(PASSWORD)],
];

function cases(component: string, ways: readonly Way[]): readonly Case[] {
  return ways
    .flatMap((way): readonly Omit<Case, "component" | "target">[] => {
      const { way: does, leaks } = way;
      const plain = way.embeds ? way.steps(TOKEN) : revealing("token", (out) => way.steps(out));
      return [
        { way: does, form: "plain", key: "token", leaks, script: { does, steps: plain } },
        ...(way.only === undefined ? FORMS : []).map(([form, text]) => ({
          way: does,
          form,
          key: "password",
          leaks,
          script: { does, steps: way.steps(text) },
        })),
      ];
    })
    .map((each, position) => ({ ...each, component, target: exportOf(position) }));
}

const leaky = cases("leaky", waysOut(server));
const swapping = cases("swapping", swaps());
const asked = { request: new Handle("request"), out: new Handle("outparam") };
const trapping = [{ does: "traps", steps: revealing("token", trapsWith) }];

let project: TestProject;
let studio: TestStudio;
beforeAll(async () => {
  process.env[TOKEN_VARIABLE] = TOKEN;
  process.env[PASSWORD_VARIABLE] = PASSWORD;
  const handlers = await Promise.all(
    answering.map(async (each) => {
      const { component, handles } = each;
      const script = { does: component, handles, steps: revealing("token", (out) => each.steps(out)) };
      return [component, await scriptComponent([script])] as const;
    }),
  );
  const components = {
    leaky: await scriptComponent(leaky.map(({ script }) => script)),
    swapping: await scriptComponent(swapping.map(({ script }) => script)),
    trapping: await scriptComponent(trapping),
    traps: await scriptComponent([{ does: "traps", handles: asked, steps: revealing("token", trapsWith) }]),
    kv: await guest("kv"),
    worker: await worker(),
    ...Object.fromEntries(handlers),
  };
  const allowed = { secrets: ["token", "password"], egress: { allow: [`http://${server}`] } };
  project = await testProject({
    components,
    settings: Object.fromEntries(Object.keys(components).map((name) => [name, allowed])),
    manifest: {
      triggers: {
        messages: [{ subject: "handled", component: "worker" }],
        http: [
          {
            listen: "127.0.0.1:0",
            routes: [...answering.map((each) => each.component), "traps"].map((component) => ({
              path: `/${component}`,
              component,
            })),
          },
        ],
      },
      secrets: { token: { fromEnv: TOKEN_VARIABLE }, password: { fromEnv: PASSWORD_VARIABLE } },
    },
  });
  studio = await openTestStudio(project);
  for (const component of Object.keys(components)) await studio.ready(component);
});
afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
  delete process.env[TOKEN_VARIABLE];
  delete process.env[PASSWORD_VARIABLE];
});

const asks = (path: string, content: string, headers: Record<string, string> = {}) =>
  ask(studio.http, path, content, headers);

/** The leaks of an invocation, oldest first, and which of its host calls each of them names. */
async function leaksOf(invocation: number) {
  const rows = (await studio.api.audit({ invocation, kind: "leak", limit: 100 })).toReversed();
  const calls = await studio.hostCalls(invocation);
  return rows.map(({ component, key, form, place, span, function: named }: AuditView) => {
    const call = calls.find(({ seq }) => seq === span);
    const called = call === undefined ? "" : `${call.interface}#${call.function}`;
    return { component, key, form, place, named, called };
  });
}

describe.each([...leaky, ...swapping])("$way, as $form", ({ component, target, form, key, leaks }) => {
  it("is in the audit with the component, the secret, the way and the call", async () => {
    const { invocation, outcome, value } = await studio.api.invoke({ component, target, args: [] });
    expect({ outcome, value }).toEqual({ outcome: "ok", value: 0 });
    expect(await leaksOf(invocation)).toEqual(
      leaks.map(([place, named]) => ({ component, key, form, place, named, called: named })),
    );
  });
});

const leaking = answering.filter(({ leaks }) => leaks.length > 0);

describe.each(leaking)("the $component of an answer", ({ component, leaks }) => {
  it("is in the audit, and the client gets it as it is", async () => {
    const answer = await asks(`/${component}`, TOKEN);
    const { invocation, ...got } = answer;
    await studio.ended(invocation);
    expect(await leaksOf(invocation)).toEqual(
      leaks.map(([place, named]) => ({ component, key: "token", form: "plain", place, named, called: named })),
    );
    expect(got).toMatchObject(GOT[component] ?? {});
  });
});

/** What the client gets: what a component lets out leaves as it is. */
const GOT: Readonly<Record<string, Partial<Answer>>> = {
  header: { header: TOKEN },
  body: { body: TOKEN },
  parts: { body: TOKEN },
  early: { body: TOKEN },
  splice: { body: TOKEN },
  trailer: { trailer: TOKEN },
};

describe("the words of a trap", () => {
  it("hide a secret, and so do those that a caller gets", async () => {
    const reply = await studio.api.invoke({ component: "trapping", target: exportOf(0), args: [] });
    const { outcome, reason, trap } = await studio.ended(reply.invocation);
    expect({ outcome, reason }).toEqual({
      outcome: "trap",
      reason: expect.stringContaining("link `«secret token»` not found") as string,
    });
    expect(JSON.stringify([reply, trap])).not.toContain(TOKEN);
    expect(await leaksOf(reply.invocation)).toEqual([
      expect.objectContaining({ place: "call", named: "wasmcloud:bus/lattice@1.0.0#set-link-name" }),
    ]);
  });

  it("hide it from whoever asked over HTTP", async () => {
    const { status, body } = await asks("/traps", "");
    expect(status).toBe(500);
    expect(body).toContain("«secret token»");
    expect(body).not.toContain(TOKEN);
  });
});

describe("what comes in", () => {
  it("with a secret in it is on record without it, wherever it stands", async () => {
    const { invocation } = await asks(`/splice?${encodeURIComponent(PASSWORD)}`, base64(PASSWORD), {
      authorization: `Bearer ${TOKEN}`,
    });
    const { title, request: received } = await studio.ended(invocation);
    const authorization = received?.headers.find(([name]) => name.toLowerCase() === "authorization")?.[1];
    expect([title, authorization, new TextDecoder().decode(received?.body.kept)]).toEqual([
      "POST /splice?«secret password»",
      "Bearer «secret token»",
      expect.stringMatching(/^«secret password»=*$/),
    ]);
  });

  it("and is read in two pieces is on record without either of them", async () => {
    const { invocation } = await asks("/silence", TOKEN);
    await studio.ended(invocation);
    const reads = (await studio.hostCalls(invocation)).filter(({ function: name }) => name.endsWith("blocking-read"));
    expect(reads.map(({ result }) => result)).toMatchObject([
      { t: "bytes", total: "«secret token»".length + 2 },
      { t: "bytes", total: "«secret token»".length + 2 },
    ]);
  });

  it("as a message is on record without it, also in the words of a handler that fails", async () => {
    const sent = await studio.api.publish({ backend: "messaging", subject: "handled", body: Buffer.from(`!${TOKEN}`) });
    const message = await studio.until(async () => {
      const found = (await studio.api.messages({ limit: 10 })).find(({ id }) => id === sent);
      return found?.deliveries[0]?.outcome !== undefined && found;
    });
    const invocation = message.deliveries[0]?.invocation ?? 0;
    expect(await leaksOf(invocation)).toMatchObject([{ component: "worker", place: "result", key: "token" }]);
    const { error, args } = await studio.ended(invocation);
    expect(error).toBe("!«secret token»");
    expect(JSON.stringify([message, args])).not.toContain(TOKEN);
  });

  it("by hand, as arguments and messages, is on record without it", async () => {
    const body = new TextEncoder().encode(`by hand ${TOKEN}`);
    await studio.api.publish({ backend: "messaging", subject: `leaks.${TOKEN}`, body, replyTo: TOKEN });
    const [message] = await studio.api.messages({ limit: 1 });
    expect([message?.subject, message?.replyTo, new TextDecoder().decode(message?.body.kept)]).toEqual([
      "leaks.«secret token»",
      "«secret token»",
      "by hand «secret token»",
    ]);
    const { invocation } = await studio.api.invoke({
      component: "kv",
      target: "set",
      args: [PASSWORD, { text: TOKEN }],
    });
    const { args } = await studio.ended(invocation);
    expect(args).toEqual(["«secret password»", { text: "«secret token»" }]);
    const known = await leaksOf(invocation);
    expect(known.map(({ component, key, place }) => ({ component, key, place }))).toEqual([
      { component: "kv", key: "password", place: "key" },
      { component: "kv", key: "token", place: "value" },
    ]);
  });
});

it("what is stored is stored as it is", async () => {
  const stored = await studio.api.value({ backend: "keyvalue", bucket: "default", key: PASSWORD });
  expect(new TextDecoder().decode(stored.bytes)).toBe(TOKEN);
});

it("no file but those of the state itself holds a value in any form, nor a half of one that was cut in two", async () => {
  const sought = [...formsOf(TOKEN), ...formsOf(PASSWORD), TOKEN.slice(0, EDGE), TOKEN.slice(EDGE)];
  const state = join(project.folder, ".vitrine");
  const look = async () => {
    const entries = await readdir(state, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const found = new Set<string>();
    for (const file of files) {
      const bytes = await readFile(file);
      if (sought.some((text) => bytes.includes(text))) found.add(relative(state, file).replace(/-(wal|shm)$/, ""));
    }
    return { found: [...found], files: files.map((file) => relative(state, file)) };
  };
  const { found, files } = await look();
  expect(found).toEqual(["state.sqlite"]);
  expect(files).toEqual(expect.arrayContaining(["journal.sqlite", "audit.sqlite"]));
  await studio[Symbol.asyncDispose]();
  expect((await look()).found).toEqual(["state.sqlite"]);
});
