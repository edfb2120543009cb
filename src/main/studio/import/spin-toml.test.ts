import { expect, test } from "vitest";

import { TempProject } from "../project/testing/temp-project.ts";
import { planImport } from "./plan-import.ts";
import { accepted, rowsOf } from "./testing/fixture-project.ts";

const SPIN = `spin_manifest_version = 2

[application]
name = "bakery"
version = "1.2.0"

[variables]
flour = { default = "rye" }
oven_key = { required = true, secret = true }

[[trigger.http]]
route = "/..."
component = "shop"

[[trigger.http]]
route = "/bread/:kind"
component = "oven"

[[trigger.http]]
route = "/"
component = "oven"

[[trigger.redis]]
channel = "orders"
component = "oven"

[component.shop]
source = "shop/dist/shop.wasm"
allowed_outbound_hosts = ["https://api.bakery.test", "redis://localhost:6379"]
key_value_stores = ["default"]
environment = { GREETING = "hello" }
variables = { flour = "{{ flour }} flour", key = "{{ oven_key }}" }

[component.shop.build]
command = ["npm install", "npm run build"]
workdir = "shop"
watch = ["src/**/*.ts"]

[component.oven]
source = { url = "https://bakery.test/oven.wasm", digest = "sha256:0" }
`;

test("a spin.toml gives components with builds, routes, environment, values and hosts", () => {
  using folder = new TempProject({ "spin.toml": SPIN, "shop/package.json": "{}" });
  const plan = planImport(folder.root);
  expect([plan.kind, plan.files]).toEqual(["spin", ["spin.toml"]]);
  const manifest = accepted(folder, plan);
  expect(manifest).toMatchObject({
    name: "bakery",
    components: [
      {
        name: "shop",
        root: folder.path("shop"),
        wasm: folder.path("shop/dist/shop.wasm"),
        build: { command: "npm install && npm run build" },
        watch: { include: ["src/**/*.ts"] },
        env: [["GREETING", "hello"]],
        config: { values: [["flour", "rye flour"]] },
        egress: { allow: ["https://api.bakery.test"] },
      },
      { name: "oven", wasm: folder.path("build/oven.wasm") },
    ],
    triggers: {
      http: [
        {
          host: "127.0.0.1",
          port: 3000,
          routes: [
            { path: "/", component: "shop" },
            { path: "/bread", component: "oven" },
          ],
        },
      ],
    },
  });
  expect(rowsOf(plan, "changed")).toEqual([
    "15 trigger.http[1] → triggers.http[0]",
    "40 component.oven.source → components.oven.wasm",
  ]);
  expect(rowsOf(plan, "ignored")).toEqual([
    "1 spin_manifest_version",
    "5 application.version",
    "8 variables.flour",
    "9 variables.oven_key",
    "19 trigger.http[2]",
    "23 trigger.redis[0]",
    "29 component.shop.allowed_outbound_hosts",
    "30 component.shop.key_value_stores",
    "32 component.shop.variables.key",
  ]);
});

test("a spin.toml of the form before Spin 2 is left to the files of its language", () => {
  using folder = new TempProject({
    "spin.toml": 'spin_manifest_version = "1"\nname = "old"\n[[component]]\nid = "old"\nsource = "old.wasm"\n',
    "Cargo.toml": '[package]\nname = "old"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n',
  });
  expect(planImport(folder.root).kind).toBe("cargo");
});
