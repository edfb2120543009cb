import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeComponent } from "../decode-component.ts";
import { KnownShapes, listOffers } from "../offered/offered.ts";
import type { ServedPackage } from "../offered/offered.ts";
import type { ShapesJson } from "../offered/shape-json.ts";
import { dummyComponent, witTrees } from "../test-components.ts";
import { checkImports, listExports } from "./check.ts";
import type { CheckedImport } from "./check.ts";
import type { HostProfile } from "./profile.ts";

const shapes = new KnownShapes(
  JSON.parse(readFileSync(new URL("../generated/offered.json", import.meta.url), "utf8")) as ShapesJson,
);

const served: readonly ServedPackage[] = [
  { name: "wasi:io", interfaces: ["error", "poll", "streams"].map((name) => one(name, "0.2.x")) },
  { name: "wasi:clocks", interfaces: ["monotonic-clock", "wall-clock"].map((name) => one(name, "0.2.x")) },
  { name: "wasi:http", interfaces: [one("types", "0.2.x")] },
  { name: "wasi:logging", interfaces: [{ ...one("logging", ""), versions: ["0.1.0-draft", ""] }] },
  { name: "wasi:config", interfaces: [{ ...one("store", ""), versions: ["0.2.0-draft", "0.2.0-rc.1"] }] },
  { name: "wasmcloud:bus", interfaces: [one("lattice", "1.0.0"), one("lattice", "2.x", "lattice@2")] },
  {
    name: "wasi:keyvalue",
    interfaces: [
      ...["store", "atomics", "batch"].map((name) => one(name, "0.2.0-draft")),
      ...["store", "atomics", "batch"].map((name) => one(name, "0.2.0-draft2", `${name}@draft2`)),
      one("batch", "0.2.0-draft2", "batch@draft2-spin"),
    ],
  },
];

function one(name: string, version: string, module = name): ServedPackage["interfaces"][number] {
  return { name, versions: [version], module, note: "a note" };
}

const offers = listOffers(served, shapes);

async function check(wit: string, profile: HostProfile = "wasmcloud-1"): Promise<CheckedImport[]> {
  return checkImports(
    decodeComponent(await dummyComponent(`package demo:app; ${wit}`, "demo:app/app")),
    offers,
    profile,
  );
}

function only(checked: readonly CheckedImport[]): CheckedImport {
  const [first, ...more] = checked;
  if (first === undefined || more.length > 0) {
    throw new Error(`expected one import, found ${checked.length}`);
  }
  return first;
}

/** A world that imports one interface with one function of its own. */
function importing(id: string, body: string): string {
  const [, name = "", version = ""] = /^([^@]*)(@.*)?$/.exec(id) ?? [];
  const [packageName = "", interfaceName = ""] = name.split("/");
  return `package ${packageName}${version} { interface ${interfaceName} { ${body} } } world app { import ${id}; }`;
}

test("every interface that is served has a known shape", () => {
  expect(offers.filter((offer) => offer.shape === undefined)).toEqual([]);
});

test.each([
  ["the newest patch", "wasi:clocks/monotonic-clock@0.2.12"],
  ["the first release", "wasi:clocks/monotonic-clock@0.2.0"],
  ["a patch that is newer than the shape", "wasi:clocks/monotonic-clock@0.2.99"],
])("%s of a track is offered, also when only some functions are imported", async (_title, id) => {
  expect(only(await check(importing(id, "now: func() -> u64;")))).toMatchObject({
    name: id,
    status: "offered",
    note: "A note.",
    offer: { package: "wasi:clocks", module: "monotonic-clock" },
    functions: [{ name: "now", signature: "now: func() -> u64" }],
  });
});

test("both ids of wasi:logging are offered, the unversioned one too", async () => {
  const body =
    "enum level { trace, debug, info, warn, error, critical } log: func(level: level, context: string, message: string);";
  for (const id of ["wasi:logging/logging", "wasi:logging/logging@0.1.0-draft"]) {
    expect(only(await check(importing(id, body))).status).toBe("offered");
  }
});

test.each([
  [
    "wasi:keyvalue/store@0.2.0-draft3",
    "is a pre-release, which matches only itself",
    "import wasi:keyvalue/store@0.2.0-draft;",
  ],
  [
    "wasi:http/types@0.2.0-rc-2023-11-10",
    "from before its release",
    "so that it imports wasi:http/types@0.2.0 or later",
  ],
  ["wasi:keyvalue/store@0.1.0", "key-value design of 2023", "import wasi:keyvalue/store@0.2.0-draft;"],
  ["wasi:clocks/wall-clock@0.3.0", "WASI 0.3", "wasm32-wasip2"],
  ["wasi:clocks/wall-clock@1.0.0", "is of another track", "import wasi:clocks/wall-clock@0.2.0;"],
  [
    "wasi:config/store",
    "an unversioned import matches only an unversioned interface",
    "import wasi:config/store@0.2.0-draft;",
  ],
])("%s is version drift", async (id, says, fix) => {
  const found = only(await check(importing(id, "f: func();")));
  expect(found).toMatchObject({
    status: "version-drift",
    note: expect.stringContaining(says),
    fix: expect.stringContaining(fix),
  });
  expect(found.offer).toBeUndefined();
});

test.each([
  ["a function that is not there", "never: func();", "`never` is not there"],
  ["a parameter of another type", "now: func(a: u8) -> u64;", "`now` is imported with 1 parameter, offered with 0"],
  [
    "another result",
    "now: func() -> u32;",
    "`now` is imported with the result as `u32`, offered with `instant` (`u64`)",
  ],
  ["no result", "now: func();", "`now` is imported with the result without a value, offered with `instant` (`u64`)"],
])("%s is a wrong shape", async (_title, body, says) => {
  expect(only(await check(importing("wasi:clocks/monotonic-clock@0.2.3", body)))).toMatchObject({
    status: "wrong-shape",
    note: `Under this name something else is served: ${says}.`,
    fix: expect.stringContaining("wasi:clocks/monotonic-clock@0.2.12"),
  });
});

const keyvalueStore = `resource bucket { list-keys: func(cursor: option<u64>) -> result<key-response, error>; }
  record key-response { keys: list<string>, cursor: option<u64> }`;

test.each([
  ["variant error { no-such-store, access-denied, other(string) }", "offered", "A note."],
  [
    "variant error { access-denied, no-such-store, other(string) }",
    "wrong-shape",
    "the err of the result having `access-denied` where `no-such-store` is offered",
  ],
  [
    "variant error { no-such-store, access-denied, other(u32) }",
    "wrong-shape",
    "`other` of the err of the result as `u32`, offered with `string`",
  ],
  ["variant error { no-such-store, access-denied }", "wrong-shape", "lacking `other`"],
])("a variant is compared case by case: %s", async (error, status, says) => {
  const found = only(await check(importing("wasi:keyvalue/store@0.2.0-draft", `${error} ${keyvalueStore}`)));
  expect(found).toMatchObject({ status, note: expect.stringContaining(says) });
});

test.each([
  [
    "subscribe: func() -> input-stream;",
    "`output-stream.subscribe` is imported with the result as `input-stream`, offered with `pollable`",
  ],
  [
    "splice: func(src: borrow<output-stream>, len: u64);",
    "parameter `src` as `borrow<output-stream>`, offered with `borrow<input-stream>`",
  ],
])("a handle of another resource is a wrong shape: %s", async (member, says) => {
  const body = `resource input-stream; resource output-stream { ${member} }`;
  expect(only(await check(importing("wasi:io/streams@0.2.0", body)))).toMatchObject({
    status: "wrong-shape",
    note: expect.stringContaining(says),
  });
});

test("two interfaces of one version are told apart by shape, and the module that fits is chosen", async () => {
  const modules: Record<string, string | undefined> = {};
  for (const tree of witTrees().filter(({ name }) => name.startsWith("wasi-keyvalue-0.2.0-draft2"))) {
    const world = decodeComponent(await dummyComponent(tree.witSource, "wasi:keyvalue/imports@0.2.0-draft2"));
    const batch = checkImports(world, offers, "wasmcloud-1").find((each) => each.name.includes("/batch@"));
    modules[tree.name] = batch?.offer?.module;
  }
  expect(modules).toEqual({
    "wasi-keyvalue-0.2.0-draft2": "batch@draft2",
    "wasi-keyvalue-0.2.0-draft2-spin": "batch@draft2-spin",
  });
});

test("two versions of one interface each find their own module", async () => {
  const checked = await check(
    `package wasmcloud:bus@1.0.0 { interface lattice { ping: func(); } }
    package wasmcloud:bus@2.0.1 { interface lattice { resource call-target-interface; set-link-name: func(name: string, interfaces: list<call-target-interface>) -> result<_, string>; } }
    world app { import wasmcloud:bus/lattice@1.0.0; import wasmcloud:bus/lattice@2.0.1; }`,
  );
  expect(checked.map((each) => [each.name, each.status, each.offer?.module])).toEqual([
    ["wasmcloud:bus/lattice@1.0.0", "wrong-shape", undefined],
    ["wasmcloud:bus/lattice@2.0.1", "offered", "lattice@2"],
  ]);
});

test.each<[string, HostProfile, string | undefined]>([
  ["wasi:config/store@0.2.0-draft", "wasmcloud-1", undefined],
  [
    "wasi:config/store@0.2.0-draft",
    "wasmcloud-2",
    "wasmCloud 2.x would refuse it: it serves wasi:config/store@0.2.0-rc.1. wasmCloud 1.x would take it.",
  ],
  [
    "wasi:config/store@0.2.0-rc.1",
    "wasmcloud-1",
    "wasmCloud 1.x would refuse it: it serves wasi:config/store@0.2.0-draft. wasmCloud 2.x would take it.",
  ],
  ["wasi:config/store@0.2.0-rc.1", "wasmcloud-2", undefined],
])("%s runs here, and what %s would say of it is told", async (id, profile, refusal) => {
  const body =
    "variant error { upstream(string), io(string) } get: func(key: string) -> result<option<string>, error>;";
  const found = only(await check(importing(id, body), profile));
  expect(found.status).toBe("offered");
  expect(found.note).toBe(refusal === undefined ? "A note." : `A note. It runs here, but ${refusal}`);
  expect(found.fix).toBe(refusal === undefined ? undefined : `import ${/serves (\S+)\. /.exec(refusal)?.[1] ?? ""};`);
});

test.each([
  [
    "wasi:blobstore/container@0.2.0-draft",
    "does not serve it yet: calls of it trap with its name. wasmCloud 1.x serves it.",
  ],
  ["wasi:blobstore/container@0.2.0-draft-2024-09-01", "Spin experiments"],
  ["wasi:messaging/producer@0.2.0-draft", "Other runtimes"],
  ["wasmcloud:messaging/consumer@0.3.0", "two shapes"],
  ["wasmcloud:secrets/reveal@2.1.0", "async generation"],
  ["wasmcloud:postgres/query@0.1.1-draft", "provider"],
  ["wasi:nn/graph@0.2.0", "No host interface of this name"],
])("%s is missing, with what there is to say about it", async (id, says) => {
  const found = only(await check(importing(id, "f: func();")));
  expect(found).toMatchObject({ status: "missing", note: expect.stringContaining(says) });
  // What only a newer Vitrine can mend has no fix to copy.
  if (says.includes("does not serve it yet")) expect(found.fix).toBeUndefined();
  else expect(found.fix).toMatch(/^(import \S+;|"links": \[.*\])$/);
});

test("an interface of another namespace can be linked to a component", async () => {
  expect(only(await check(importing("acme:pricing/quote@1.2.0", "quote: func() -> u32;")))).toMatchObject({
    status: "linkable",
    fix: '"links": [{ "import": "acme:pricing/quote", "to": { "component": "NAME-OF-A-COMPONENT-THAT-EXPORTS-IT" } }]',
  });
});

test("what the world imports outside of a package cannot be served", async () => {
  const checked = await check(
    `world app { import log: func(text: string); import inline: interface { f: func(); } resource thing { go: func(); } }`,
  );
  expect(checked.map((each) => [each.name, each.status, each.functions.map((fn) => fn.name)])).toEqual([
    ["inline", "missing", ["f"]],
    ["thing", "missing", ["thing.go"]],
    ["log", "missing", ["log"]],
  ]);
});

test("what the examples of wasmCloud import is for components to export, what its hosts serve is not", async () => {
  const status = async (id: string) => only(await check(importing(id, "go: func();"))).status;
  const ids = ["wasmcloud:example/middleware@0.0.1", "wasmcloud:wash/types@0.0.2", "wasmcloud:postgres/query@0.1.1"];
  expect(await Promise.all(ids.map((id) => status(id)))).toEqual(["linkable", "missing", "missing"]);
});

test("exports list their functions with the text that calls them, or why none can", async () => {
  const world = decodeComponent(
    await dummyComponent(
      `package demo:counter@0.1.0;
      interface ops { resource handle { peek: func() -> u8; } record page { keys: list<string> } hit: func(by: u64) -> page; give: func() -> handle; }
      world app { export ops; export reset: async func(); }`,
    ),
  );
  expect(listExports(world)).toEqual([
    {
      name: "reset",
      kind: "function",
      functions: [
        {
          name: "reset",
          target: "reset",
          params: [],
          signature: "reset: async func()",
          unsupported: expect.stringContaining("async function"),
        },
      ],
    },
    {
      name: "demo:counter/ops@0.1.0",
      kind: "function",
      functions: expect.arrayContaining([
        {
          name: "hit",
          target: "demo:counter/ops@0.1.0#hit",
          params: [{ name: "by", type: { kind: "u64" } }],
          result: {
            kind: "record",
            name: "page",
            fields: [{ name: "keys", type: { kind: "list", element: { kind: "string" } } }],
          },
          signature: "hit: func(by: u64) -> page",
        },
        expect.objectContaining({
          name: "give",
          unsupported: "The result of `give` holds the resource `handle`, and JSON cannot hold a handle.",
        }),
        expect.objectContaining({
          name: "handle.peek",
          unsupported: expect.stringContaining("belongs to the resource `handle`"),
        }),
      ]),
    },
  ]);
});
