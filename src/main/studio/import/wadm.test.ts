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

  const LINKED = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: site }
spec:
  components:
    - { name: pages, type: component, properties: { image: "file://./pages.wasm" } }
    - name: api
      type: component
      properties: { image: "file://./api.wasm" }
      traits:
        - type: link
          properties:
            { target: our-store, namespace: wasi, package: keyvalue, interfaces: [store], name: carts }
        - { type: link, properties: { target: our-client, namespace: wasi, package: http, interfaces: [outgoing-handler] } }
        - { type: link, properties: { target: sql, namespace: acme, package: sql, interfaces: [query] } }
    - { name: our-store, type: capability, properties: { image: "file://./store/build/acme-store.par.gz" } }
    - { name: our-client, type: capability, properties: { image: "ghcr.io/acme/egress:0.1.0" } }
    - { name: sql, type: capability, properties: { image: "ghcr.io/acme/sql:0.1.0" } }
    - name: web
      type: capability
      properties:
        image: ghcr.io/acme/web:0.3.0
        config: [{ name: web, properties: SETTINGS }]
      traits:
        - type: link
          properties:
            target: pages
            namespace: wasi
            package: http
            interfaces: [incoming-handler]
            source: { config: [{ name: pages, properties: PAGES }] }
        - type: link
          properties:
            target: api
            namespace: wasi
            package: http
            interfaces: [incoming-handler]
            source: { config: [{ name: api, properties: API }] }
`;
  function site(settings: object, pages: object, api: object): TempProject {
    const text = LINKED.replace("SETTINGS", JSON.stringify(settings))
      .replace("PAGES", JSON.stringify(pages))
      .replace("API", JSON.stringify(api));
    return new TempProject({ "wadm.yaml": text });
  }

  test("may have anybody's providers: what they are linked for says what stands in for them", () => {
    using folder = site({}, { address: "127.0.0.1:8010" }, { address: "127.0.0.1:8011" });
    const plan = planImport(folder.root);
    const manifest = accepted(folder, plan);
    expect(manifest.components[1]).toMatchObject({
      links: [{ package: "wasi:keyvalue", interfaces: ["store"], name: "carts", to: { backend: "our-store" } }],
      egress: { allow: [] },
    });
    expect(manifest.backends).toEqual(having({ name: "our-store", kind: "keyvalue" }));
    expect(manifest.triggers.http.map(({ port, routes }) => [port, routes])).toEqual([
      [8010, [{ path: "/", component: "pages" }]],
      [8011, [{ path: "/", component: "api" }]],
    ]);
    const reasons = plan.rows.filter(({ from }) => /components\[[245]\]$/.test(from)).map(({ reason }) => reason);
    expect(reasons).toEqual([
      "Vitrine stands in for acme-store; its links are rows of their own",
      "Vitrine has nothing to stand in for sql; its links are rows of their own",
      "Vitrine stands in for web; its links are rows of their own",
    ]);
  });

  test("whose HTTP server routes by path says so where the server is started", () => {
    const settings = { ROUTING_MODE: "path", default_address: "0.0.0.0:8081" };
    using folder = site(settings, { path: "/" }, { path: "/api/{*rest}" });
    const plan = planImport(folder.root);
    expect(accepted(folder, plan).triggers.http).toMatchObject([
      {
        host: "127.0.0.1",
        port: 8081,
        routes: [
          { path: "/", component: "pages" },
          { path: "/api", component: "api" },
        ],
      },
    ]);
    const reasons = plan.rows.filter(({ to }) => to === "triggers.http[0]").map(({ reason }) => reason);
    expect(reasons).toEqual([
      "0.0.0.0:8081 is open to the network; Vitrine listens on 127.0.0.1:8081",
      "0.0.0.0:8081 is open to the network; Vitrine listens on 127.0.0.1:8081; /api/{*rest} is a pattern; Vitrine routes all below /api",
    ]);
  });

  test("whose HTTP server routes by host leads every host to the first, and says what the others need", () => {
    using folder = site({ routing_mode: "host" }, { host: "www.acme.test" }, { host: "api.acme.test" });
    const plan = planImport(folder.root);
    expect(accepted(folder, plan).triggers.http).toMatchObject([
      { port: 8000, routes: [{ path: "/", component: "pages" }] },
    ]);
    expect(plan.rows.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("every host leads to it, not www.acme.test alone") as string,
        "Vitrine routes by path alone; give api a route or a trigger of its own",
      ]),
    );
  });

  test("of several components has the build of the one that wash builds here, by the path it signs to", () => {
    using folder = new TempProject({
      "wadm.yaml": LINKED.replace("file://./api.wasm", "file://./build/price_list_s.wasm").replaceAll(
        /SETTINGS|PAGES|API/g,
        "{}",
      ),
      "wasmcloud.toml":
        'name = "price-list"\nlanguage = "rust"\ntype = "component"\n[component]\nwasm_target = "wasm32-wasip2"\n',
      "Cargo.toml": '[package]\nname = "price-list"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n',
    });
    const { components } = accepted(folder, planImport(folder.root));
    expect(components.map(({ name, build, wasm }) => [name, build?.command, wasm])).toEqual([
      ["pages", undefined, folder.path("pages.wasm")],
      [
        "api",
        ["cargo", "build", "--release", "--target", "wasm32-wasip2"],
        folder.path("target/wasm32-wasip2/release/price_list.wasm"),
      ],
    ]);
  });

  test("for this machine is preferred, and the report names those that were not read", () => {
    const named = (name: string) =>
      `apiVersion: core.oam.dev/v1beta1\nkind: Application\nmetadata: { name: ${name} }\nspec: { components: [{ name: a, type: component, properties: { image: "file://./a.wasm" } }] }\n`;
    using folder = new TempProject({
      "wadm.yaml": "{ not even YAML",
      "local-wadm.yaml": named("older"),
      "local.wadm.yaml": named("here"),
    });
    const plan = planImport(folder.root);
    expect(accepted(folder, plan).name).toBe("here");
    expect(plan.rows.filter(({ file }) => file !== "local.wadm.yaml")).toEqual(
      ["local-wadm.yaml", "wadm.yaml"].map((file) => ({
        outcome: "ignored",
        file,
        from: "the file",
        reason: "local.wadm.yaml is read instead",
      })),
    );
  });
});
