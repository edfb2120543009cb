import { describe, expect, test } from "vitest";

import { parseAllowRule } from "../egress/allow-list.ts";
import { readManifest } from "../project/read-manifest.ts";
import { TempProject } from "../project/testing/temp-project.ts";
import { planImport } from "./plan-import.ts";
import { accepted, fixtureProject, having } from "./testing/fixture-project.ts";
import { writeImport } from "./write-import.ts";

describe("a configuration of wash 2.x", () => {
  test("gives build, address, components, backends, sets, and hosts that may be asked", () => {
    using folder = fixtureProject("proxy-wash");
    const plan = planImport(folder.root);
    const manifest = accepted(folder, plan);
    const [main] = manifest.components;
    expect(main).toMatchObject({
      wasm: folder.path("target/wasm32-wasip2/release/proxy.wasm"),
      build: {
        command: "cargo build --target wasm32-wasip2 --release && echo done",
        env: [["RUSTFLAGS", "-Cdebuginfo=1"]],
      },
      config: { from: ["defaults"], values: [["upstream", "https://example.com"]] },
      secrets: ["UPSTREAM_TOKEN"],
      env: [["RUST_LOG", "debug"]],
      links: [{ package: "wasi:keyvalue", label: "hot", to: { backend: "hot" } }],
    });
    expect(manifest).toMatchObject({
      host: { profile: "wasmcloud-2" },
      triggers: { http: [{ host: "127.0.0.1", port: 8001 }] },
      secrets: [
        { name: "UPSTREAM_TOKEN", fromEnv: "UPSTREAM_TOKEN" },
        { name: "token", fromEnv: "TOKEN" },
      ],
    });
    expect(manifest.components.slice(1).map(({ wasm }) => wasm)).toEqual([
      folder.path("helper/helper.wasm"),
      folder.path("build/remote.wasm"),
    ]);
    expect(JSON.stringify(plan)).not.toContain("do not copy me");
    const allow = (main?.egress.allow ?? []).map((entry) => parseAllowRule(entry)?.text);
    expect(allow).toEqual(["example.com:*", "*.example.org:*", "https://api.example.net"]);
  });

  const SAME = [
    ["json", '{\n  "build": {\n    "command": "make",\n    "component_path": "out/a.wasm" } }'],
    ["toml", '\n[build]\ncommand = "make"\ncomponent_path = "out/a.wasm"\n'],
    ["yml", "\nbuild:\n  command: make\n  component_path: out/a.wasm\n"],
  ] as const;
  test.each(SAME)("is read as %s, too, with its lines", (extension, text) => {
    using folder = new TempProject({ [`.wash/config.${extension}`]: text });
    const plan = planImport(folder.root);
    expect(accepted(folder, plan).components[0]).toMatchObject({
      wasm: folder.path("out/a.wasm"),
      build: { command: "make" },
    });
    expect(plan.rows.map(({ line, from }) => [line, from])).toEqual([
      [3, "build.command"],
      [4, "build.component_path"],
    ]);
  });

  test("whose artefact is in the target of a workspace above brings it inside", () => {
    using folder = new TempProject({
      "member/.wash/config.yaml":
        "build:\n  command: cargo build --target wasm32-wasip2\n  component_path: ../target/wasm32-wasip2/debug/a.wasm\n",
    });
    const plan = planImport(folder.path("member"));
    writeImport(plan);
    expect(readManifest(folder.path("member")).manifest.components[0]).toMatchObject({
      wasm: folder.path("member/target/wasm32-wasip2/debug/a.wasm"),
      build: { env: [["CARGO_TARGET_DIR", "target"]] },
    });
  });

  test("gives each component its own values and subscriptions over those of the workload", () => {
    using folder = new TempProject({
      ".wash/config.yaml": `build: { command: make, component_path: out/front_door.wasm }
dev:
  component_path: debug/front_door.wasm
  components:
    - name: shouter
      file: out/shouter.wasm
      config: { subscriptions: "words.*, calls", volume: loud }
      environment: { config: { RUST_LOG: debug } }
      allowedHosts: []
    - { name: whisperer, file: out/whisperer.wasm }
  host_interfaces:
    - { namespace: wasmcloud, package: messaging, interfaces: [handler], config: { subscriptions: replies } }
  environment: { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318" }
  data_nats_url: nats://127.0.0.1:4222
workload:
  config: { volume: low, tone: plain }
  allowedHosts: [example.com]
`,
      "wit/world.wit": `package acme:voices;
world worker { import wasi:blobstore/blobstore; export wasmcloud:messaging/handler@0.2.0; }
world shared { import wasi:keyvalue/store@0.2.0-draft; }
world front-door { include shared; export wasi:http/incoming-handler@0.2.2; }
`,
    });
    const plan = planImport(folder.root);
    const { components, triggers, backends } = accepted(folder, plan);
    const [main, shouter, whisperer] = components;
    expect(main).toMatchObject({
      wasm: folder.path("debug/front_door.wasm"),
      config: { values: having(["volume", "low"], ["tone", "plain"]) },
      egress: { allow: ["example.com:*"] },
    });
    expect(shouter).toMatchObject({
      config: { values: having(["volume", "loud"], ["tone", "plain"]) },
      env: [["RUST_LOG", "debug"]],
      egress: { allow: [] },
    });
    expect(whisperer).toMatchObject({
      config: { values: having(["volume", "low"], ["tone", "plain"]) },
      egress: { allow: ["example.com:*"] },
    });
    expect(triggers).toMatchObject({
      http: [{ port: 8000, routes: [{ path: "/", component: main?.name }] }],
      messages: [
        { subject: "words.*", component: "shouter" },
        { subject: "calls", component: "shouter" },
        { subject: "replies", component: main?.name },
      ],
    });
    // Names of buckets are as components say them, unlike in wash 1.x.
    expect(backends).toEqual(having({ name: "keyvalue", buckets: [] }));
    expect(plan.rows.filter(({ to }) => to === "backends.blobstore")).toEqual([]);
    expect(plan.rows.filter(({ from }) => /environment|data_nats|^build.component/.test(from))).toMatchObject([
      { from: "build.component_path", outcome: "ignored" },
      { from: "dev.components[0].environment.config", outcome: "mapped" },
      { from: "dev.environment", reason: "for the process of wash dev, not for components" },
      { from: "dev.data_nats_url", reason: "Vitrine keeps state and messages itself" },
    ]);
  });
});
