import { describe, expect, test } from "vitest";

import { TempProject } from "../project/testing/temp-project.ts";
import { planImport } from "./plan-import.ts";
import { accepted, fixtureProject, having } from "./testing/fixture-project.ts";

describe("a folder without a file of wasmCloud", () => {
  test("that is a cargo workspace gives its component crates, and no other crate", () => {
    using folder = fixtureProject("workspace-cargo");
    const plan = planImport(folder.root);
    expect(plan.kind).toBe("cargo");
    expect(accepted(folder, plan)).toMatchObject({
      components: [
        {
          name: "shop-api",
          root: folder.path("crates/api"),
          wasm: folder.path("target/wasm32-wasip2/release/shop_api.wasm"),
          build: { command: ["cargo", "build", "--release", "--target", "wasm32-wasip2"] },
        },
      ],
      triggers: { messages: [{ subject: "wasmcloud.dev", component: "shop-api" }] },
      backends: having({ name: "messaging", kind: "messaging" }, { kind: "keyvalue" }),
    });
  });

  test("that is a member of a workspace keeps its artefact inside", () => {
    using folder = fixtureProject("workspace-cargo");
    const plan = planImport(folder.path("crates/api"));
    expect(plan.text).toContain('"env": { "CARGO_TARGET_DIR": "target" }');
    expect(plan.text).toContain('"wasm": "target/wasm32-wasip2/release/shop_api.wasm"');
  });

  test("that is made for cargo-component is built by it", () => {
    using folder = new TempProject({
      "Cargo.toml":
        '[package]\nname = "my-part"\n[lib]\nname = "part"\ncrate-type = ["cdylib"]\n[package.metadata.component]\npackage = "a:b"\n',
      "src/lib.rs": "",
    });
    expect(accepted(folder, planImport(folder.root)).components[0]).toMatchObject({
      name: "my-part",
      wasm: folder.path("target/wasm32-wasip1/release/part.wasm"),
      build: { command: ["cargo", "component", "build", "--release"] },
    });
  });

  test("that is an npm package runs its build script and loads what that writes", () => {
    using folder = fixtureProject("hello-npm");
    const plan = planImport(folder.root);
    expect(accepted(folder, plan).components[0]).toMatchObject({
      name: "hello",
      wasm: folder.path("dist/hello.component.wasm"),
      build: { command: ["npm", "run", "build"] },
    });
    expect(plan.rows[0]).toMatchObject({
      outcome: "changed",
      file: "package.json",
      line: 7,
      reason: "run npm install first",
    });
  });

  test("that is a Go module is built with tinygo", () => {
    using folder = fixtureProject("echo-go");
    expect(accepted(folder, planImport(folder.root)).components[0]).toMatchObject({
      name: "echo",
      wasm: folder.path("build/echo.wasm"),
      build: {
        command:
          "go generate ./... && tinygo build -target wasip2 -wit-package ./wit -wit-world echo -o build/echo.wasm .",
      },
    });
  });

  const NONE = [
    ["nothing", {}],
    ["a package that makes no component", { "package.json": '{ "name": "x", "scripts": { "build": "tsc" } }' }],
    ["a crate that is a program", { "Cargo.toml": '[package]\nname = "x"\n', "src/main.rs": "" }],
    ["a Go module without WIT", { "go.mod": "module x\n" }],
    ["YAML that is no wadm manifest", { "wadm.yaml": "kind: Service\n" }],
  ] as const;
  test.each(NONE)("and with %s has nothing to import", (_, files) => {
    using folder = new TempProject(files);
    expect(() => planImport(folder.root)).toThrow(
      expect.objectContaining({ code: "project-not-found", message: expect.stringContaining("nothing to import") }),
    );
  });
});
