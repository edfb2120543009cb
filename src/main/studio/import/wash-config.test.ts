import { describe, expect, test } from "vitest";

import { parseAllowRule } from "../egress/allow-list.ts";
import { readManifest } from "../project/read-manifest.ts";
import { TempProject } from "../project/testing/temp-project.ts";
import { planImport } from "./plan-import.ts";
import { accepted, fixtureProject } from "./testing/fixture-project.ts";
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
});
