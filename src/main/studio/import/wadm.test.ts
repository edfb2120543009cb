import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { TempProject } from "../project/testing/temp-project.ts";
import { planImport } from "./plan-import.ts";
import { accepted, fixtureProject, FIXTURES, having, rowsOf } from "./testing/fixture-project.ts";

/** Where the proposed file has it: line and column. */
const PLACE = expect.stringMatching(/^vitrine\.jsonc:\d+:\d+$/) as string;

describe("a wadm manifest", () => {
  test("of the older link shape gives components, links with their names, triggers, backends, sets and names of secrets", () => {
    using folder = fixtureProject("shop-wadm");
    const plan = planImport(folder.root);
    expect([plan.kind, plan.files, plan.exists]).toEqual(["wadm", ["wadm.yaml"], false]);
    const manifest = accepted(folder, plan);
    expect(manifest.name).toBe("shop");
    expect(manifest.components.map(({ name, wasm }) => [name, wasm])).toEqual([
      ["api", folder.path("api/build/api_s.wasm")],
      ["pricing", folder.path("build/pricing_s.wasm")],
      ["worker", folder.path("build/worker.wasm")],
    ]);
    expect(manifest.components[0]).toMatchObject({
      config: { from: ["greetings"] },
      secrets: ["api-password"],
      egress: { allow: [] },
      links: [
        { package: "wasi:keyvalue", interfaces: ["store", "atomics"], name: "default", to: { backend: "cache" } },
        { package: "wasi:keyvalue", interfaces: ["store"], name: "sessions", to: { backend: "kvnats" } },
        { package: "acme:pricing", interfaces: ["quote"], name: "default", to: { component: "pricing" } },
      ],
    });
    expect(manifest.triggers).toEqual({
      http: [
        {
          name: "http",
          host: "127.0.0.1",
          port: 8080,
          ifBusy: "next-free",
          routes: [{ path: "/", component: "api" }],
          implied: false,
        },
      ],
      messages: [
        { bus: "nats", subject: "orders.>", component: "worker", at: PLACE },
        { bus: "nats", subject: "audit.*", queue: "auditors", component: "worker", at: PLACE },
      ],
    });
    // A backend of each kind that the manifest does not name follows.
    expect(manifest.backends.map(({ name, kind, buckets }) => [name, kind, buckets]).slice(0, 3)).toEqual([
      ["cache", "keyvalue", []],
      ["kvnats", "keyvalue", [["sessions", "shop-sessions"]]],
      ["nats", "messaging", []],
    ]);
    expect(manifest.configs).toEqual([
      {
        name: "greetings",
        inline: [
          ["greeting", "hello"],
          ["tries", "3"],
        ],
      },
    ]);
    expect(manifest.secrets).toEqual([{ name: "api-password", as: "string", fromEnv: "API_PASSWORD" }]);
  });

  test("has a report of what was changed and ignored, by line", () => {
    const plan = planImport(join(FIXTURES, "shop-wadm"));
    expect(rowsOf(plan, "changed")).toEqual([
      "26 spec.components[0].properties.secrets[0] → secrets.api-password",
      "61 spec.components[0].traits[4] → components.api.egress",
      "82 spec.components[1].properties.image → components.pricing.wasm",
      "86 spec.components[2].properties.image → components.worker.wasm",
    ]);
    expect(rowsOf(plan, "ignored")).toEqual([
      "2 apiVersion",
      "3 kind",
      "6 metadata.annotations",
      "9 spec.policies",
      "24 spec.components[0].properties.config[1]",
      "31 spec.components[0].traits[0]",
      "34 spec.components[0].traits[1]",
      "67 spec.components[0].traits[5]",
      "73 spec.components[0].traits[6]",
      "87 spec.components[3]",
      "91 spec.components[4]",
      "95 spec.components[5]",
      "99 spec.components[6]",
      "103 spec.components[7]",
      "107 spec.components[8]",
      "112 spec.components[8].traits[0]",
      "123 spec.components[9]",
    ]);
    const reasons = plan.rows.map(({ reason }) => reason).join("\n");
    expect(reasons).toContain(
      "Vitrine has nothing to stand in for sqldb-postgres: calls of wasmcloud:postgres trap with a message",
    );
    expect(reasons).toContain("its target nowhere is not in the manifest");
    expect(plan.text).toContain("// The manifest takes ghcr.io/acme/pricing:0.3.1 from a registry.");
  });

  test("of the newer link shape takes the build from the wasmcloud.toml beside it", () => {
    using folder = fixtureProject("counter-rust");
    const plan = planImport(folder.root);
    expect([plan.kind, plan.files]).toEqual(["wadm", ["local.wadm.yaml", "wasmcloud.toml"]]);
    const manifest = accepted(folder, plan);
    expect(manifest).toMatchObject({
      name: "counter-app",
      components: [
        {
          name: "counter",
          wasm: folder.path("target/wasm32-wasip2/release/hit_counter.wasm"),
          build: { command: ["cargo", "build", "--release", "--target", "wasm32-wasip2"] },
          links: [{ package: "wasi:keyvalue", interfaces: ["store"], name: "default", to: { backend: "store" } }],
        },
      ],
      triggers: { http: [{ host: "127.0.0.1", port: 8000, routes: [{ path: "/", component: "counter" }] }] },
      backends: having({ name: "store", kind: "keyvalue", buckets: [["default", "hits"]] }),
    });
    expect(plan.rows.find(({ to }) => to === "triggers.http[0]")).toEqual({
      outcome: "changed",
      file: "local.wadm.yaml",
      line: 36,
      from: "spec.components[2].traits[0]",
      to: "triggers.http[0]",
      reason: "0.0.0.0:8000 is open to the network; Vitrine listens on 127.0.0.1:8000",
    });
    expect(plan.rows.find(({ to }) => to === "components.counter.wasm")?.reason).toContain(
      "which the build writes, is loaded instead",
    );
  });

  test("is found among other YAML files by what it says, and several documents in one file are no matter", () => {
    using folder = fixtureProject("counter-rust", {
      "a.wadm.yaml": "apiVersion: v1\nkind: ConfigMap\n",
      "local.wadm.yaml": `kind: Something\n---\n${readFileSync(join(FIXTURES, "counter-rust/local.wadm.yaml"), "utf8")}`,
    });
    expect(planImport(folder.root).files).toContain("local.wadm.yaml");
  });

  test("cannot smuggle lines into the proposed file through its names", () => {
    using folder = new TempProject({
      "wadm.yaml": `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: x }
spec:
  components:
    - name: "a\\n\\"evil"
      type: component
      properties: { image: "ghcr.io/x\\n  \\"build\\": 1/y:1" }
`,
    });
    const manifest = accepted(folder, planImport(folder.root));
    expect(manifest.components.map(({ name, build }) => [name, build])).toEqual([["a-evil", undefined]]);
  });
});
