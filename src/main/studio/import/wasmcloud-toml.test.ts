import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { TempProject } from "../project/testing/temp-project.ts";
import { planImport } from "./plan-import.ts";
import { accepted, fixtureProject, having, rowsOf } from "./testing/fixture-project.ts";

describe("a wasmcloud.toml", () => {
  test("gives the build, the artefact it writes, and the wiring of wash dev from the WIT", () => {
    using folder = fixtureProject("counter-rust");
    const toml = new TempProject();
    using _toml = toml;
    for (const path of ["wasmcloud.toml", "Cargo.toml", "src/lib.rs", "wit/world.wit"])
      toml.write(path, readFileSync(folder.path(path), "utf8"));
    const plan = planImport(toml.root);
    expect(plan.kind).toBe("wasmcloud-toml");
    expect(accepted(toml, plan)).toMatchObject({
      name: "hit-counter",
      components: [
        { name: "hit-counter", build: { command: ["cargo", "build", "--release", "--target", "wasm32-wasip2"] } },
      ],
      triggers: {
        http: [{ host: "127.0.0.1", port: 8000, routes: [{ path: "/", component: "hit-counter" }] }],
        messages: [],
      },
      backends: having({ name: "keyvalue", kind: "keyvalue", buckets: [["default", "wasmcloud"]] }),
    });
    expect(plan.rows.filter(({ file }) => file.endsWith(".wit"))).toEqual([
      {
        outcome: "mapped",
        file: "wit/world.wit",
        line: 5,
        from: "import wasi:keyvalue/store",
        to: "backends.keyvalue",
        reason: "the bucket wasmcloud, as wash dev 1.x makes it; kept in the project's state folder",
      },
      {
        outcome: "mapped",
        file: "wit/world.wit",
        line: 7,
        from: "export wasi:http/incoming-handler",
        to: "triggers.http[0]",
        reason: "HTTP on 127.0.0.1:8000, as wash dev 1.x does",
      },
    ]);
  });

  test("with a build command of its own gives that, its overrides as links, its config, and no value of a secret", () => {
    using folder = fixtureProject("greeter-toml");
    const plan = planImport(folder.root);
    expect(accepted(folder, plan)).toMatchObject({
      components: [
        {
          name: "greeter-app",
          wasm: folder.path("build/greeter.wasm"),
          build: {
            command: [
              "componentize-py",
              "-d",
              "./wit",
              "-w",
              "greeter",
              "componentize",
              "app",
              "-o",
              "build/greeter.wasm",
            ],
          },
          config: {
            values: [
              ["greeting", "hello"],
              ["loud", "true"],
            ],
          },
          secrets: ["api-key"],
          links: [{ package: "wasi:keyvalue", interfaces: ["store"], name: "fast", to: { backend: "fast" } }],
        },
      ],
      triggers: { http: [{ host: "127.0.0.1", port: 9000 }] },
      backends: having({ name: "fast", kind: "keyvalue", buckets: [["fast", "quick"]] }),
      secrets: [{ name: "api-key", fromEnv: "API_KEY" }],
    });
    expect(JSON.stringify(plan)).not.toContain("do not copy me");
    expect(rowsOf(plan, "changed")).toEqual([
      "1 name → components.greeter-app",
      "9 component.destination → components.greeter-app.wasm",
      "17 dev.secrets[0] → secrets.api-key",
      "29 dev.overrides.exports[0] → triggers.http[0]",
    ]);
    expect(rowsOf(plan, "ignored")).toEqual([
      "2 language",
      "3 type",
      "4 version",
      "14 dev.config[1]",
      "24 dev.overrides.imports[0].image_ref",
    ]);
  });

  const TINYGO = 'name = "echo"\nlanguage = "tinygo"\ntype = "component"\n[component]\nwit_world = "echo"\n';
  test("for TinyGo gives what wash runs", () => {
    using folder = new TempProject({
      "wasmcloud.toml": `${TINYGO}wasm_target = "wasm32-wasip2"\n[tinygo]\nscheduler = "none"\n`,
    });
    expect(accepted(folder, planImport(folder.root)).components[0]).toMatchObject({
      wasm: folder.path("build/echo.wasm"),
      build: {
        command:
          "go generate ./... && tinygo build -target wasip2 -wit-package ./wit -wit-world echo -scheduler none -o build/echo.wasm .",
      },
    });
  });

  test("for a target that wash has to make a component of leaves the build to wash, and loads what that signs", () => {
    using folder = new TempProject({ "wasmcloud.toml": `${TINYGO}wasm_target = "wasm32-wasip1"\n` });
    const plan = planImport(folder.root);
    expect(accepted(folder, plan).components[0]).toMatchObject({
      wasm: folder.path("build/echo_s.wasm"),
      build: { command: ["wash", "build"] },
    });
    expect(plan.rows.find(({ to }) => to === "components.echo.build.command")).toMatchObject({
      outcome: "changed",
      line: 6,
    });
  });

  test("of a capability provider is refused", () => {
    using folder = new TempProject({
      "wasmcloud.toml": 'name = "p"\ntype = "provider"\n[provider]\nvendor = "acme"\n',
    });
    expect(() => planImport(folder.root)).toThrow(
      expect.objectContaining({ code: "project-not-found", message: expect.stringContaining("capability provider") }),
    );
  });

  test("has subscriptions with their queues, and one row for each secret of a backend", () => {
    using folder = new TempProject({
      "wasmcloud.toml": `name = "listener"
type = "component"
[component]
build_command = "make"
[[dev.secrets]]
name = "token"
source = { policy = "nats-kv", key = "token" }
[[dev.overrides.exports]]
interface = "wasmcloud:messaging/handler@0.2.0"
link_config = { values = { subscriptions = "orders.>, audit|workers" } }
`,
    });
    const plan = planImport(folder.root);
    expect(accepted(folder, plan).triggers.messages).toMatchObject([
      { subject: "orders.>", component: "listener" },
      { subject: "audit", queue: "workers", component: "listener" },
    ]);
    expect(plan.rows.filter(({ from }) => from.startsWith("dev.secrets"))).toMatchObject([
      { from: "dev.secrets[0]", outcome: "changed" },
    ]);
  });
});
