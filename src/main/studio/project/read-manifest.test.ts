import { describe, expect, test } from "vitest";

import { defaultBackend } from "./manifest.ts";
import { readManifest } from "./read-manifest.ts";
import { TempProject } from "./testing/temp-project.ts";

const text = (body: string) => ({ "vitrine.jsonc": body });
/** A project with one component `api` in line 2 and whatever else from line 3 on. */
const project = (rest: string, component = `{ "wasm": "api.wasm" }`) =>
  text(`{ "version": 1,\n"components": { "api": ${component} }${rest === "" ? "" : `,\n${rest}`} }`);

describe("what is only doubtful", () => {
  test("unknown keys are warnings that say what may be meant, and the project is read", () => {
    using folder = new TempProject(
      project('"nmae": "x",\n"tools": {}', '{ "wasm": "a", "limit": {}, "limits": { "memoryMb": 5 } }'),
    );
    const { manifest, warnings } = readManifest(folder.root);
    expect(manifest.components[0]?.limits.memoryMiB).toBe(512);
    expect(warnings).toEqual(
      [
        ["components.api.limit", 'Did you mean "limits"?', "vitrine.jsonc:2:39"],
        ["components.api.limits.memoryMb", 'Did you mean "memoryMiB"?', "vitrine.jsonc:2:64"],
        ["nmae", 'Did you mean "name"?', "vitrine.jsonc:3:1"],
        [
          "tools",
          "Known here: $schema, version, name, host, components, triggers, backends, configs, secrets, faults, record, tests.",
          "vitrine.jsonc:4:1",
        ],
      ].map(([path = "", hint = "", location]) => ({
        id: `manifest:${path}:is not a key this version knows, and has no effect`,
        severity: "warning",
        title: `${path} is not a key this version knows, and has no effect`,
        detail: `${path} is not a key this version knows, and has no effect. ${hint}`,
        location,
      })),
    );
  });

  test("a key that stands twice is a warning, and the last one counts", () => {
    using folder = new TempProject(project('"name": "first",\n"name": "second"'));
    const { manifest, warnings } = readManifest(folder.root);
    expect([manifest.name, warnings.map(({ title, location }) => [title, location])]).toEqual([
      "second",
      [["name stands there twice; the last one counts", "vitrine.jsonc:4:1"]],
    ]);
  });
});

describe("a project that is right", () => {
  test("has every default filled in", () => {
    using folder = new TempProject(project(""));
    const { manifest, warnings } = readManifest(folder.root);
    expect(warnings).toEqual([]);
    expect(manifest).toEqual({
      name: folder.root.split("/").at(-1),
      host: { profile: "wasmcloud-1", unknownImports: "stub-and-warn" },
      components: [
        {
          name: "api",
          root: folder.root,
          wasm: folder.path("api.wasm"),
          watch: { debounceMs: 150 },
          config: { from: [], values: [] },
          secrets: [],
          links: [],
          stubs: [],
          egress: { allow: [] },
          env: [],
          args: [],
          limits: {
            guestTimeMs: 30_000,
            memoryMiB: 512,
            instances: "per-call",
            poolSize: expect.toSatisfy((size: number) => size >= 2 && size <= 8) as number,
            depth: 32,
            requestDepth: 16,
          },
        },
      ],
      triggers: {
        http: [
          {
            name: "http",
            host: "127.0.0.1",
            port: 8000,
            ifBusy: "next-free",
            routes: [{ path: "/", component: "api" }],
            implied: true,
          },
        ],
        messages: [],
      },
      backends: (["keyvalue", "blobstore", "messaging"] as const).map((kind) => ({
        name: kind,
        kind,
        persist: true,
        buckets: [],
        onlyListed: false,
        keep: 10_000,
      })),
      configs: [],
      secrets: [],
      faults: [],
      record: {
        maxBodyBytes: 256 * 1024,
        redact: [],
        maxInvocations: 10_000,
        maxBytes: 256 * 1024 * 1024,
      },
    });
  });

  test("is taken as it is written, comments and trailing commas included", () => {
    using folder = new TempProject(
      text(`{
        "$schema": "x", "version": 1, "name": "shop", // the name
        "host": { "profile": "wasmcloud-2", "unknownImports": "refuse" },
        "components": {
          "api": {
            "root": "components/api", "wasm": "build/api_s.wasm",
            "build": { "command": ["wash", "build"], "env": { "A": "1" }, "onSave": false, "timeoutSec": 60 },
            "watch": { "include": ["src/**"], "exclude": ["build/**"], "debounceMs": 10 },
            "config": { "from": ["defaults"], "values": { "greeting": "hi" } },
            "secrets": ["password"],
            "links": [
              { "import": "wasi:keyvalue", "interfaces": ["store"], "to": "cache" },
              { "import": "wasi:keyvalue/store", "name": "sessions", "label": "l", "to": "sessions" },
              { "import": "acme:pricing/quote", "to": { "component": "pricing" } },
            ],
            "stubs": { "acme:stock/levels#get": { "return": null }, "acme:stock/levels@1.0.0#set": { "trap": "no" } },
            "egress": { "allow": ["https://api.example.com"] }, "env": { "RUST_LOG": "debug" }, "args": ["-v"],
            "limits": { "guestTimeMs": 1, "memoryMiB": 2, "instances": "reuse", "poolSize": 3, "depth": 4 },
          },
          "pricing": { "wasm": "pricing.wasm" },
        },
        "triggers": {
          "http": [{ "listen": "[::1]:0", "ifBusy": "fail", "routes": [{ "path": "/a", "component": "api" }] }, { "name": "second" }],
          "messages": [{ "subject": "orders.>", "queue": "workers", "component": "api" }],
        },
        "backends": {
          "cache": { "kind": "keyvalue", "buckets": { "default": "wasmcloud" }, "onlyListed": true, "seed": "seeds/cache.json" },
          "sessions": { "kind": "keyvalue", "persist": false },
          "bus": { "kind": "messaging", "keep": 5 },
        },
        "configs": { "defaults": { "inline": { "log": "debug" }, "file": "defaults.env" } },
        "secrets": { "password": { "fromEnv": "PW" }, "key": { "file": "key.bin", "as": "bytes" } },
        "faults": [{ "name": "slow", "match": "wasi:keyvalue/store#get", "delayMs": 400 }],
        "record": { "auto": "last-200", "maxBodyKiB": 1, "redact": ["header:authorization"] },
        "tests": "recordings/**/*.rec.json",
      }`),
    );
    const { manifest, warnings } = readManifest(folder.root);
    expect(warnings.map(({ title }) => title)).toEqual([
      "faults has no effect: this version of Vitrine plays no faults",
      "tests has no effect: this version of Vitrine keeps no recordings as tests",
    ]);
    expect(manifest.components[0]).toEqual({
      name: "api",
      root: folder.path("components/api"),
      wasm: folder.path("components/api/build/api_s.wasm"),
      build: { command: ["wash", "build"], env: [["A", "1"]], onSave: false, timeoutMs: 60_000 },
      watch: { include: ["src/**"], exclude: ["build/**"], debounceMs: 10 },
      config: { from: ["defaults"], values: [["greeting", "hi"]] },
      secrets: ["password"],
      links: [
        { package: "wasi:keyvalue", interfaces: ["store"], name: "default", to: { backend: "cache" } },
        { package: "wasi:keyvalue", interfaces: ["store"], name: "sessions", label: "l", to: { backend: "sessions" } },
        { package: "acme:pricing", interfaces: ["quote"], name: "default", to: { component: "pricing" } },
      ],
      stubs: [
        { function: "acme:stock/levels#get", answer: { return: null } },
        { function: "acme:stock/levels@1.0.0#set", answer: { trap: "no" } },
      ],
      egress: { allow: ["https://api.example.com"] },
      env: [["RUST_LOG", "debug"]],
      args: ["-v"],
      limits: { guestTimeMs: 1, memoryMiB: 2, instances: "reuse", poolSize: 3, depth: 4, requestDepth: 4 },
    });
    const { components: _, ...rest } = manifest;
    expect(rest).toEqual({
      name: "shop",
      host: { profile: "wasmcloud-2", unknownImports: "refuse" },
      triggers: {
        http: [
          {
            name: "http",
            host: "::1",
            port: 0,
            ifBusy: "fail",
            routes: [{ path: "/a", component: "api" }],
            implied: false,
          },
          {
            name: "second",
            host: "127.0.0.1",
            port: 8000,
            ifBusy: "next-free",
            implied: false,
            routes: [
              { path: "/", component: "api" },
              { path: "/", component: "pricing" },
            ],
          },
        ],
        messages: [
          {
            bus: "bus",
            subject: "orders.>",
            queue: "workers",
            component: "api",
            at: expect.stringMatching(/^vitrine\.jsonc:\d+:\d+$/) as string,
          },
        ],
      },
      backends: [
        {
          name: "cache",
          kind: "keyvalue",
          persist: true,
          buckets: [["default", "wasmcloud"]],
          onlyListed: true,
          seed: folder.path("seeds/cache.json"),
          keep: 10_000,
        },
        { name: "sessions", kind: "keyvalue", persist: false, buckets: [], onlyListed: false, keep: 10_000 },
        { name: "bus", kind: "messaging", persist: true, buckets: [], onlyListed: false, keep: 5 },
        { name: "blobstore", kind: "blobstore", persist: true, buckets: [], onlyListed: false, keep: 10_000 },
      ],
      configs: [{ name: "defaults", inline: [["log", "debug"]], file: folder.path("defaults.env") }],
      secrets: [
        { name: "password", as: "string", fromEnv: "PW" },
        { name: "key", as: "bytes", file: folder.path("key.bin") },
      ],
      faults: [{ name: "slow", enabled: false, match: "wasi:keyvalue/store#get", delayMs: 400 }],
      record: {
        maxBodyBytes: 1024,
        redact: ["header:authorization"],
        maxInvocations: 200,
        maxBytes: 256 * 1024 * 1024,
      },
      tests: "recordings/**/*.rec.json",
    });
    expect(defaultBackend(manifest, "keyvalue")).toBeUndefined();
    expect(defaultBackend(manifest, "messaging")?.name).toBe("bus");
  });

  test("is overlaid by the local file: objects merge, everything else is replaced", () => {
    using folder = new TempProject({
      ...project(
        '"triggers": { "http": [{ "listen": "127.0.0.1:8000" }, { "listen": "127.0.0.1:9000" }] }',
        '{ "wasm": "a.wasm", "env": { "A": "1", "B": "2" }, "args": ["x", "y"] }',
      ),
      "vitrine.local.jsonc":
        '{ "triggers": { "http": [{ "listen": "127.0.0.1:8100" }] },\n"components": { "api": { "env": { "B": "3" }, "args": [] } },\n"extra": 1 }',
    });
    const { manifest, warnings } = readManifest(folder.root);
    expect(manifest.triggers.http.map(({ port }) => port)).toEqual([8100]);
    expect([manifest.components[0]?.env, manifest.components[0]?.args]).toEqual([
      [
        ["A", "1"],
        ["B", "3"],
      ],
      [],
    ]);
    expect(warnings.map(({ location }) => location)).toEqual(["vitrine.local.jsonc:3:1"]);
  });

  test("of an older version goes through the migrations between", () => {
    using folder = new TempProject(text('{ "version": 1,\n"parts": { "api": { "wasm": "a.wasm" } } }'));
    const rename = ({ parts = {}, ...rest }: Readonly<Record<string, unknown>>) => ({
      ...rest,
      version: 2,
      components: parts as never,
    });
    expect(readManifest(folder.root, [rename]).manifest.components[0]?.name).toBe("api");
  });
});
