import { expect, test } from "vitest";

import type { ImportPlanView } from "../../../shared/model.ts";
import { TempProject } from "../project/testing/temp-project.ts";
import { planImport } from "./plan-import.ts";
import { pathText } from "./proposal.ts";
import { readDocuments } from "./source-document.ts";

const WASMCLOUD_TOML = `
name = "everything"
language = "rust"
type = "component"
version = "0.1.0"
revision = 3
path = "."
wit = "wit"
build = "out"
unheard = "of"

[component]
wit_world = "everything"
wasm_target = "wasm32-wasip2"
wasip1_adapter_path = "adapter.wasm"
key_directory = "keys"
claims = ["wasmcloud:httpserver"]
push_insecure = false
registry = "localhost:5000"
tags = ["one", "two"]
call_alias = "every"
build_artifact = "out/everything.wasm"
destination = "out/everything_s.wasm"
unheard = 1

[rust]
cargo_path = "/usr/bin/cargo"
target_path = "target"
debug = true
unheard = false

[tinygo]
tinygo_path = "/usr/bin/tinygo"
disable_go_generate = true
scheduler = "none"
garbage_collector = "leaking"

[go]
go_path = "/usr/bin/go"

[registry]
url = "localhost:5000"
credentials = "credentials.json"
push_insecure = true

[package_config.namespace_registries]
wasi = "example.com"

[overrides]
"wasi:http" = { path = "wit/http" }

[dev]
link_config = [{ name = "a", values = { b = "c" } }]
manifests = [{ component_name = "x", path = "missing.wadm.yaml" }]
unheard = { deep = { deeper = [1, 2], date = 2024-01-02 } }

[[dev.config]]
values = { greeting = "hi", nested = { a = 1 } }
unheard = true

[[dev.secrets]]
name = "key"
values = { password = "not to be copied" }
source = { policy = "nats" }

[[dev.overrides.imports]]
interface_spec = "wasi:keyvalue/store@0.2.0"
link_name = "fast"
image_ref = "x:1"
config = { values = { a = "b" } }
secrets = { name = "inner" }
link_config = { values = { bucket = "quick" } }
unheard = 1

[[dev.overrides.exports]]
interface_spec = "wasi:http/incoming-handler@0.2.0"
link_config = { values = { address = "127.0.0.1:9000" } }
unheard = 2
`;

const WASH_CONFIG = `
version: 2.0.0
build: { command: make, component_path: out/a.wasm, env: { A: b }, unheard: 1 }
wit: { wit_dir: wit, registries: [] }
new: { command: x }
host: { unheard: 1 }
dev:
  address: 127.0.0.1:8010
  command: make dev
  components: [{ name: helper, file: helper.wasm, unheard: 2 }]
  host_interfaces: [{ namespace: wasi, package: keyvalue, name: hot, config: { a: b } }, { namespace: wasi, package: http }]
  wasi_keyvalue_path: kv
  volumes: [{ host_path: a, guest_path: b }]
  tls_cert_path: c
  unheard: { deep: 3 }
workload:
  config: { a: { b: c } }
  allowedHosts: [example.com]
  environment: { config: { LOG: debug }, configFrom: [defaults, gone], secretFrom: [token, gone], unheard: 4 }
  unheard: 5
configs: { defaults: { inline: { a: b }, fromEnv: [X], unheard: 6 } }
secrets: { token: { fromEnv: [TOKEN], unheard: 7 } }
unheard: 8
`;

const WADM = `
apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: everything, annotations: { a: b }, labels: { c: d }, unheard: 1 }
unheard: 2
spec:
  unheard: 3
  policies: [{ name: p, type: policy.secret.wasmcloud.dev/v1alpha1, properties: { backend: nats } }]
  components:
    - name: api
      type: component
      unheard: 4
      properties:
        image: file://./build/api.wasm
        id: x
        application: { name: other }
        config: [{ name: c, properties: { a: b }, unheard: 5 }]
        secrets: [{ name: s, properties: { policy: p, key: k }, unheard: 6 }]
        unheard: 7
      traits:
        - { type: spreadscaler, properties: { instances: 1 } }
        - type: link
          unheard: 8
          properties:
            target: { name: kv, config: [{ name: t, properties: { bucket: b, other: o } }], unheard: 9 }
            namespace: wasi
            package: keyvalue
            interfaces: [store]
            name: fast
            unheard: 10
    - name: kv
      type: capability
      properties: { image: ghcr.io/wasmcloud/keyvalue-nats:0.3.1, config: [{ name: y }] }
    - name: odd
      type: thing
      properties: { a: b }
`;

test.each([
  ["wasmcloud.toml", WASMCLOUD_TOML],
  [".wash/config.yaml", WASH_CONFIG],
  ["wadm.yaml", WADM],
])("every key of %s has a row, known or not, and no value of a secret is in one", (file, text) => {
  using folder = new TempProject({
    [file]: text,
    "Cargo.toml": '[package]\nname = "everything"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n',
  });
  const plan = planImport(folder.root);
  expect(plan.files).toContain(file);
  const [document] = readDocuments(folder.root, file);
  const keys = (document?.leaves() ?? []).map(({ path }) => path);
  const told = new Set(plan.rows.filter((row) => row.file === file).map(({ from }) => from));
  const untold = keys.filter((path) => !path.some((_, i) => told.has(pathText(path.slice(0, path.length - i)))));
  expect(untold.map(pathText)).toEqual([]);
  // A row about what holds them does not do for keys that nobody knows, unless all of that is ignored.
  const unheard = keys.filter((path) => path.includes("unheard"));
  expect(unheard.length).toBeGreaterThan(6);
  expect(unheard.filter((path) => !isIgnored(plan, file, path)).map(pathText)).toEqual([]);
  expect(JSON.stringify(plan)).not.toContain("not to be copied");
});

function isIgnored({ rows }: ImportPlanView, file: string, path: readonly (string | number)[]): boolean {
  const nearest = path
    .map((_, i) => rows.find((row) => row.file === file && row.from === pathText(path.slice(0, path.length - i))))
    .find((row) => row !== undefined);
  return nearest?.outcome === "ignored";
}

test("a file of wash beside another that is read has a row of its own", () => {
  using folder = new TempProject({
    "wasmcloud.toml": 'name = "a"\nlanguage = "rust"\ntype = "component"\n',
    ".wash/config.yaml": "build: { command: [",
  });
  expect(planImport(folder.root).rows).toContainEqual({
    outcome: "ignored",
    file: ".wash/config.yaml",
    from: "the file",
    reason: "wasmcloud.toml is read instead",
  });
});

test("an artefact that a wasmcloud.toml names without a build command is told not to count", () => {
  using folder = new TempProject({
    "wasmcloud.toml": 'name = "a"\nlanguage = "rust"\ntype = "component"\n[component]\nbuild_artifact = "b.wasm"\n',
  });
  expect(planImport(folder.root).rows).toContainEqual({
    outcome: "ignored",
    file: "wasmcloud.toml",
    line: 5,
    from: "component.build_artifact",
    reason: "it counts only beside a build_command, as for wash; what the build writes is loaded",
  });
});
