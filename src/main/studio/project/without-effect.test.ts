import { describe, expect, test } from "vitest";

import { readManifest } from "./read-manifest.ts";
import { TempProject } from "./testing/temp-project.ts";

/** A project with one component `api` in line 2 and whatever else in line 3. */
const project = (rest: string, component = `{ "wasm": "api.wasm" }`) => ({
  "vitrine.jsonc": `{ "version": 1,\n"components": { "api": ${component} }${rest === "" ? "" : `,\n${rest}`} }`,
});

describe("what has no effect", () => {
  const found = (rest: string, component?: string) => {
    using folder = new TempProject(project(rest, component));
    return readManifest(folder.root).warnings.map(({ title, location }) => `${location} ${title}`);
  };

  test.each([
    ['"faults": [{ "name": "slow", "match": "x", "enabled": true }]', "vitrine.jsonc:3:1 faults", "plays no faults"],
    ['"tests": "recordings/**"', "vitrine.jsonc:3:1 tests", "keeps no recordings"],
    ['"record": { "auto": "off" }', "vitrine.jsonc:3:13 record.auto", "always records"],
    [
      '"backends": { "bus": { "kind": "messaging", "seed": "x" } }',
      "vitrine.jsonc:3:45 backends.bus.seed",
      "begin without messages",
    ],
    [
      '"backends": { "bus": { "kind": "messaging", "buckets": {} } }',
      "vitrine.jsonc:3:45 backends.bus.buckets",
      "have none",
    ],
    [
      '"backends": { "bus": { "kind": "messaging", "persist": false } }',
      "vitrine.jsonc:3:45 backends.bus.persist",
      "a part of the record",
    ],
    [
      '"backends": { "kv": { "kind": "keyvalue", "keep": 5 } }',
      "vitrine.jsonc:3:43 backends.kv.keep",
      "counts messages",
    ],
    [
      '"backends": { "files": { "kind": "blobstore", "onlyListed": true } }',
      "vitrine.jsonc:3:47 backends.files.onlyListed",
      "about buckets of keys",
    ],
    ['"secrets": { "pw": { "fromEnv": "PW", "key": "PW" } }', "vitrine.jsonc:3:39 secrets.pw.key", "names a line"],
  ])("%s is a warning at its place", (rest, where, why) => {
    const [warning = "", ...more] = found(rest);
    expect([warning.startsWith(`${where} has no effect`), warning.includes(why), more]).toEqual([true, true, []]);
  });

  test("a watch without a build command is one, and what has an effect is none", () => {
    expect(found("", '{ "wasm": "api.wasm", "watch": { "include": ["src/**"] } }')).toEqual([
      "vitrine.jsonc:2:46 components.api.watch has no effect: the component has no build command that its sources could start",
    ]);
    const all = '{ "wasm": "a", "build": { "command": "make" }, "watch": { "include": ["src/**"] } }';
    const rest =
      '"record": { "auto": "last-5" }, "secrets": { "pw": { "file": "f", "key": "PW" } }, "backends": { "bus": { "kind": "messaging", "keep": 5 }, "kv": { "kind": "keyvalue", "persist": false, "seed": "s", "buckets": { "a": "b" } } }';
    expect(found(rest, all)).toEqual([]);
  });

  test.each([
    ['"import": "wasi:blobstore", "to": "blobs"', "only links of wasi:keyvalue lead to buckets"],
    ['"import": "acme:x", "to": { "component": "api" }', "the link leads to a component"],
    ['"import": "wasi:keyvalue", "to": "closed"', 'closed has only the buckets that it lists, and "b" is none of them'],
    ['"import": "wasi:keyvalue", "to": "open"', undefined],
  ])("a link's list of buckets is one where nothing can come of it: %s", (link, why) => {
    const component = `{ "wasm": "api.wasm", "links": [{ ${link}, "buckets": ["a", "b"] }] }`;
    const backends =
      '"backends": { "blobs": { "kind": "blobstore" }, "open": { "kind": "keyvalue" }, "closed": { "kind": "keyvalue", "onlyListed": true, "buckets": { "a": "x" } } }';
    const warnings = found(backends, component);
    expect([warnings.length, warnings[0]?.includes(why ?? "")]).toEqual(why === undefined ? [0, undefined] : [1, true]);
  });

  test.each([
    ['"auto": "last-5"', 5],
    ['"auto": "last-5", "maxInvocations": 3', 3],
    ['"auto": "all", "maxInvocations": 3', 3],
  ])("of %s the smaller number is kept", (record, kept) => {
    using folder = new TempProject(project(`"record": { ${record} }`));
    expect(readManifest(folder.root).manifest.record.maxInvocations).toBe(kept);
  });
});
