import { mkdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";

import { describe, expect, test } from "vitest";

import { StudioError } from "../../../shared/errors.ts";
import { readManifest } from "./read-manifest.ts";
import { TempProject } from "./testing/temp-project.ts";

function refusal(files: Readonly<Record<string, string | Uint8Array>>): StudioError {
  using project = new TempProject(files);
  try {
    readManifest(project.root);
  } catch (error) {
    if (error instanceof StudioError) return error;
    throw error;
  }
  throw new Error("It was read.");
}

const text = (body: string) => ({ "vitrine.jsonc": body });
/** A project with one component `api` in line 2 and whatever else from line 3 on. */
const project = (rest: string, component = `{ "wasm": "api.wasm" }`) =>
  text(`{ "version": 1,\n"components": { "api": ${component} }${rest === "" ? "" : `,\n${rest}`} }`);

describe("a file that cannot be read", () => {
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    [
      "is empty",
      "",
      'vitrine.jsonc:1:1: the file is empty. A project file is an object: { "version": 1, "components": { … } }',
    ],
    [
      "is a list",
      "[]",
      'vitrine.jsonc:1:1: the file is not an object. A project file is an object: { "version": 1, "components": { … } }',
    ],
    ["lacks a comma", '{ "version": 1\n  "name": "x" }', "vitrine.jsonc:2:3: a comma is expected before this."],
    ["lacks a colon", '{ "version" 1 }', "vitrine.jsonc:1:13: a colon is expected between the key and its value."],
    ["lacks a brace", '{ "version": 1', "vitrine.jsonc:1:15: a closing } is missing."],
    [
      "has an open text",
      '{ "name": "x\n}',
      "vitrine.jsonc:1:11: a text has no end; close it with a double quote on the same line",
    ],
    ["has an open comment", "{ /* oh", "a comment has no end; close it with */"],
    [
      "has single quotes",
      "{ 'version': 1 }",
      "vitrine.jsonc:1:3: there is a word that is neither a text in double quotes",
    ],
    ["has a lone backslash", '{ "name": "a\\b\\q" }', "write \\\\ for a backslash"],
    ["goes on after its end", "{} {}", "there is something after the end of the object"],
    ["is not UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d), "vitrine.jsonc is not UTF-8 text. Save it as UTF-8."],
    ["is huge", " ".repeat(1024 * 1024 + 1), "vitrine.jsonc has 1048577 bytes; a project file has at most 1048576."],
    ["nests without end", "[".repeat(500_000), "vitrine.jsonc is nested too deeply to be read."],
  ];
  test.each(cases)("because it %s is refused with where and why", (_, content, message) => {
    const error = refusal({ "vitrine.jsonc": content });
    expect(error.code).toBe("manifest-invalid");
    expect(error.message).toContain(message);
  });

  test("names the local file when that is the broken one", () => {
    const error = refusal({ ...project(""), "vitrine.local.jsonc": "{\n  nonsense\n}" });
    expect(error.message).toMatch(/^vitrine\.local\.jsonc:2:3: /);
    expect(error.details).toMatchObject({ line: 2, column: 3 });
  });

  test("counts columns as editors do, also with Windows line ends and a byte order mark", () => {
    const error = refusal(
      text('\uFEFF{\r\n  "version": 1,\r\n  "name": 5, "components": { "a": { "wasm": "é.wasm", "args": 1 } } }'),
    );
    expect(error.message.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "vitrine.jsonc:3:11:",
      "vitrine.jsonc:3:63:",
    ]);
  });
});

describe("a value that does not fit", () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    [
      "a missing version",
      text('{ "components": { "a": { "wasm": "a" } } }'),
      'vitrine.jsonc:1:1: version is missing; it must be a whole number of at least 1. Add "version": 1, for example.',
    ],
    [
      "missing components",
      text('{ "version": 1 }'),
      'components is missing; it must be an object with at least one entry. Add "components": {"api":{"wasm":"build/api.wasm"}}, for example.',
    ],
    [
      "no component",
      text('{ "version": 1, "components": {} }'),
      "vitrine.jsonc:1:31: components must be an object with at least one entry, but is an empty object.",
    ],
    [
      "a missing artefact",
      project("", "{}"),
      'vitrine.jsonc:2:17: components.api.wasm is missing; it must be a text in double quotes that is not empty. Add "wasm": "build/api.wasm", for example.',
    ],
    [
      "a text for a number",
      project("", '{ "wasm": "a", "limits": { "memoryMiB": "lots" } }'),
      'components.api.limits.memoryMiB must be a whole number from 1 to 4096, but is "lots". Write 512, for example.',
    ],
    [
      "a number out of range",
      project("", '{ "wasm": "a", "limits": { "memoryMiB": 5000 } }'),
      "memoryMiB must be a whole number from 1 to 4096, but is 5000.",
    ],
    [
      "a fraction",
      project("", '{ "wasm": "a", "limits": { "guestTimeMs": 1.5 } }'),
      "guestTimeMs must be a whole number from 1 to 86400000, but is 1.5.",
    ],
    [
      "no worker at all",
      project("", '{ "wasm": "a", "limits": { "poolSize": 0 } }'),
      "limits.poolSize must be a whole number from 1 to 64, but is 0. Write 4, for example.",
    ],
    [
      "a depth out of range",
      project("", '{ "wasm": "a", "limits": { "depth": 1000 } }'),
      "limits.depth must be a whole number from 1 to 128, but is 1000. Write 32, for example.",
    ],
    [
      "an unknown choice",
      project("", '{ "wasm": "a", "limits": { "instances": "per-cal" } }'),
      'instances must be "per-call" or "reuse", but is "per-cal". Did you mean "per-call"?',
    ],
    [
      "a number as configuration",
      project("", '{ "wasm": "a", "config": { "values": { "port": 80 } } }'),
      "components.api.config.values.port must be a text in double quotes, but is 80.",
    ],
    [
      "a command as a number",
      project("", '{ "wasm": "a", "build": { "command": 5 } }'),
      'command must be a list of the program and its arguments, or one line for the shell, but is 5. Write ["wash","build"], for example.',
    ],
    [
      "an odd component name",
      text('{ "version": 1, "components": { "a b": { "wasm": "a" } } }'),
      'vitrine.jsonc:1:33: components["a b"] must have a name of letters, digits, dots, hyphens and underscores',
    ],
    [
      "a prototype as component",
      text('{ "version": 1, "components": { "__proto__": { "wasm": "a" } } }'),
      "components.__proto__ must have a name of letters",
    ],
    [
      "a link with a version",
      project("", '{ "wasm": "a", "links": [{ "import": "wasi:keyvalue@0.2.0", "to": "x" }] }'),
      'links[0].import must be a WIT package or one interface of it, without a version, but is "wasi:keyvalue@0.2.0". Write "wasi:keyvalue", for example.',
    ],
    [
      "a link to a number",
      project("", '{ "wasm": "a", "links": [{ "import": "wasi:keyvalue", "to": 5 }] }'),
      'links[0].to must be the name of a backend, or { "component": … }, but is 5.',
    ],
    [
      "a route without a slash",
      project('"triggers": { "http": [{ "routes": [{ "path": "x", "component": "api" }] }] }'),
      'triggers.http[0].routes[0].path must be a path that begins with a slash, but is "x". Write "/", for example.',
    ],
    [
      "a version of the future",
      text('{ "version": 9, "components": {} }'),
      "vitrine.jsonc:1:14: version is 9, but this Vitrine knows versions up to 1. Open the project with a newer Vitrine.",
    ],
  ];
  test.each(cases)("%s is refused with path, expectation and fix", (_, files, message) => {
    const error = refusal(files);
    expect(error.code).toBe("manifest-invalid");
    expect(error.message).toContain(message);
  });

  test("does not hide the others: all are told at once, in the order of the file", () => {
    const error = refusal(project('"name": 5,\n"backends": { "x": { "kind": "sql" } }', '{ "wasm": 1 }'));
    expect(error.message.split("\n").map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "vitrine.jsonc:2:34: components.api.wasm",
      "vitrine.jsonc:3:9: name",
      "vitrine.jsonc:4:30: backends.x.kind",
    ]);
    expect(error.details).toMatchObject({ line: 2, column: 34, path: "components.api.wasm" });
    expect(error.details["findings"]).toHaveLength(3);
  });
});

describe("a name that leads nowhere", () => {
  const links = (link: string) =>
    project(
      '"backends": { "cache": { "kind": "keyvalue" }, "bus": { "kind": "messaging" } }',
      `{ "wasm": "a", "links": [${link}] }`,
    );
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    [
      "a backend",
      links('{ "import": "wasi:keyvalue", "to": "cach" }'),
      'components.api.links[0].to must name a backend, but is "cach". Did you mean "cache"?',
    ],
    [
      "a backend where there is none",
      project("", '{ "wasm": "a", "links": [{ "import": "wasi:keyvalue", "to": "x" }] }'),
      "The file declares no backend.",
    ],
    [
      "a backend of another kind",
      links('{ "import": "wasi:keyvalue", "to": "bus" }'),
      'names a backend of kind "messaging" for wasi:keyvalue, but it needs one of kind "keyvalue". Declare one under "backends".',
    ],
    [
      "a backend for an interface of one's own",
      links('{ "import": "acme:pricing", "to": "bus" }'),
      "for acme:pricing, but no backend answers it",
    ],
    [
      "a component of a link",
      links('{ "import": "acme:pricing/quote", "to": { "component": "apj" } }'),
      'links[0].to.component must name a component, but is "apj". Did you mean "api"?',
    ],
    [
      "a component of a route",
      project('"triggers": { "http": [{ "routes": [{ "path": "/", "component": "shop" }] }] }'),
      'routes[0].component must name a component, but is "shop". There is: api.',
    ],
    [
      "a set of configuration",
      project("", '{ "wasm": "a", "config": { "from": ["x"] } }'),
      'config.from[0] must name a config, but is "x". The file declares no config.',
    ],
    ["a secret", project("", '{ "wasm": "a", "secrets": ["x"] }'), 'secrets[0] must name a secret, but is "x".'],
    [
      "a secret without a source",
      project('"secrets": { "x": {} }'),
      'secrets.x must say where the value comes from, but names no source. Give either "fromEnv" or "file".',
    ],
    [
      "the same link twice",
      links('{ "import": "wasi:keyvalue", "to": "cache" }, { "import": "wasi:keyvalue", "to": "cache" }'),
      "components.api.links[1] links the same import under the same name as components.api.links[0]",
    ],
    [
      "interfaces said twice",
      links('{ "import": "wasi:keyvalue/store", "interfaces": ["store"], "to": "cache" }'),
      "interfaces says again what import already says",
    ],
    [
      "no address",
      project('"triggers": { "http": [{ "listen": "here" }] }'),
      'triggers.http[0].listen must be an address and a port, but is "here". Write "127.0.0.1:8000", for example.',
    ],
    [
      "a port that cannot be",
      project('"triggers": { "http": [{ "listen": "127.0.0.1:70000" }] }'),
      "listen must be an address and a port",
    ],
    [
      "a bus that is none",
      project(
        '"backends": { "kv": { "kind": "keyvalue" } }, "triggers": { "messages": [{ "bus": "kv", "subject": "a", "component": "api" }] }',
      ),
      'triggers.messages[0].bus names a backend of kind "keyvalue" for wasmcloud:messaging',
    ],
    [
      "a stub that answers and traps",
      project("", '{ "wasm": "x.wasm", "stubs": { "acme:pricing/quote#get": { "return": 1, "trap": "no" } } }'),
      'components.api.stubs["acme:pricing/quote#get"] says both what to return and to trap',
    ],
    [
      "a stub for something that is no function",
      project("", '{ "wasm": "x.wasm", "stubs": { "quote.get": { "return": 1 } } }'),
      'components.api.stubs["quote.get"] must have an interface and a function, like acme:pricing/quote#get',
    ],
  ];
  test.each(cases)("%s is refused with what there is", (_, files, message) => {
    const error = refusal(files);
    expect(error.code).toBe("manifest-invalid");
    expect(error.message).toContain(message);
  });
});

describe("a path that leaves the project", () => {
  test.each([
    ["components.api.wasm", project("", '{ "wasm": "../other/x.wasm" }')],
    ["components.api.root", project("", `{ "wasm": "x.wasm", "root": "${tmpdir()}" }`)],
    ["components.api.wasm", project("", '{ "wasm": "link/x.wasm" }')],
    ["backends.kv.seed", project('"backends": { "kv": { "kind": "keyvalue", "seed": "a/../../b" } }')],
    ["secrets.s.file", project('"secrets": { "s": { "file": "/etc/passwd" } }')],
    ["configs.c.file", project('"configs": { "c": { "file": "..\\u002fx" } }')],
  ])("at %s is refused, whichever way it goes", (where, files) => {
    using folder = new TempProject(files);
    symlinkSync(tmpdir(), folder.path("link"));
    expect(() => readManifest(folder.root)).toThrow(
      expect.objectContaining({
        code: "path-outside-project",
        message: expect.stringMatching(new RegExp(`^vitrine\\.jsonc:\\d+:\\d+: ${where}: `)),
      }),
    );
  });

  test("is not one that begins with dots, or that a link inside the project takes", () => {
    using folder = new TempProject(project("", '{ "wasm": "inner/..x.wasm" }'));
    mkdirSync(folder.path("real"));
    symlinkSync(folder.path("real"), folder.path("inner"));
    expect(readManifest(folder.root).manifest.components[0]?.wasm).toBe(folder.path("inner/..x.wasm"));
  });
});
