import { once } from "node:events";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { describe, expect, it } from "vitest";

import packageJson from "../../../package.json" with { type: "json" };
import { preview1Program } from "../../../test/guests/core-modules.ts";
import { componentFrom, guest, httpHello } from "../../../test/guests/guests.ts";
import { coreModule, truncatedComponent } from "../../../test/guests/not-components.ts";
import { front } from "../studio/component/linking/fixtures/guests.ts";
import { testFolder, testProject } from "../studio/test-studio.ts";
import { startVitrine, vitrine } from "./fixtures/run-vitrine.ts";

async function wasm(bytes: Uint8Array): Promise<string> {
  const file = join(await testFolder(), "a component.wasm");
  await writeFile(file, bytes);
  return file;
}

/** Imports an interface of a WASI proposal that no such host serves. */
const needy = () =>
  componentFrom(
    `(module (import "wasi:teleport/beam@0.1.0" "up" (func $up)) (func (export "run") (call $up)))`,
    "package test:needy@0.1.0; world needy { import wasi:teleport/beam@0.1.0; export run: func(); } package wasi:teleport@0.1.0 { interface beam { up: func(); } }",
    "needy",
  );

it("lists what is served and exits with 0 when a component fits", async () => {
  const { code, stdout, stderr } = await vitrine(["check", await wasm(await httpHello())]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^ok +wasi:keyvalue\/store@0\.2\.0-draft/m);
  expect(stdout).toMatch(/^export +wasi:http\/incoming-handler@0\.2\.12 +http$/m);
});

it("exits with 1 when an import is missing, and prints only JSON when asked to", async () => {
  const file = await wasm(await needy());
  const { code, stdout } = await vitrine(["check", file, "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    wrapped: null,
    imports: [{ name: "wasi:teleport/beam@0.1.0", status: "missing", fix: expect.any(String) as string }],
    exports: [{ name: "run", kind: "function" }],
  });
  const text = await vitrine(["check", file]);
  expect(text.code).toBe(1);
  expect(text.stdout).toMatch(/^missing +wasi:teleport/m);
  expect(text.stdout).toMatch(/^ +fix: /m);
  expect(text.stdout).toMatch(/^export +run +function\n {10}run: func\(\)$/m);
});

it("ends quietly when its reader has left", async () => {
  const child = startVitrine(["check", await wasm(await httpHello())]);
  child.stdout.destroy();
  const [told, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect([code, told]).toEqual([0, ""]);
});

it("does not fail for what a link can satisfy", async () => {
  const { code, stdout } = await vitrine(["check", await wasm(await guest("unknown-import")), "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ imports: [{ name: "acme:thing/api@1.0.0", status: "linkable" }] });
});

it("says of a core module that a component is made of it, and checks that", async () => {
  const file = await wasm(await preview1Program());
  const { code, stdout } = await vitrine(["check", file]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^wrapped +It is a core module built for WASI preview 1; .* command adapter\.$/m);
  expect(stdout).toMatch(/^export +wasi:cli\/run@0\.2\.\d+ +run$/m);
  expect(JSON.parse((await vitrine(["check", file, "--json"])).stdout)).toMatchObject({ wrapped: "command" });
});

describe("of a project", () => {
  const backends = { cache: { kind: "keyvalue" }, sessions: { kind: "keyvalue" } };

  it("is as its file links and stubs it, and exits with 0 when nothing is left open", async () => {
    const { folder } = await testProject({
      components: { front: await front(), kv: await guest("kv") },
      settings: { kv: { links: [{ import: "wasi:keyvalue", to: "cache" }] } },
      manifest: { backends },
    });
    const { code, stdout, stderr } = await vitrine(["check", folder]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^front\nok +test:kv\/ops@0\.1\.0 +The component kv answers it/);
    expect(stdout).toMatch(/^kv\nok +wasi:keyvalue\/store/m);
  });

  it("exits with 1 for a missing link, with what to write, and for a component that is not there", async () => {
    const { folder } = await testProject({
      components: { kv: await guest("kv"), gone: undefined },
      manifest: { backends },
    });
    const { code, stdout } = await vitrine(["check", join(folder, "vitrine.jsonc"), "--json"]);
    expect(code).toBe(1);
    const fix = '"links": [{ "import": "wasi:keyvalue", "to": "cache" }]';
    const unlinked = (name: string) => ({ name, status: "unlinked", fix });
    expect(JSON.parse(stdout)).toMatchObject({
      components: [
        {
          name: "kv",
          imports: [unlinked("wasi:keyvalue/store@0.2.0-draft"), unlinked("wasi:keyvalue/atomics@0.2.0-draft")],
        },
        { name: "gone", error: expect.stringContaining("gone.wasm cannot be read") as string },
      ],
    });
  });
});

it.each([
  ["a core module", coreModule, /core module/],
  ["a truncated component", truncatedComponent, /cut off/],
])("exits with 2 for %s, with one line that says so", async (_what, make, says) => {
  const file = await wasm(await make());
  const { code, stdout, stderr } = await vitrine(["check", file, "--json"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^vitrine: [^\n]+\n$/);
  expect(stderr).toContain(`vitrine: ${file}: `);
  expect(stderr).toMatch(says);
});

it.each([
  [["check", "/no/such.wasm"], /\/no\/such\.wasm cannot be opened: nothing is there\. Give a project folder/],
  [["check"], /^vitrine: missing required argument 'path'\nAdd --help/],
  [["check", ""], /The path is empty/],
  [["chekc", "a.wasm"], /unknown command 'chekc'\n\(Did you mean check\?\)/],
  [["audit"], /\(Did you mean state PATH audit\?\)/],
  [["package.json"], /\(Did you mean serve package\.json\?\)/],
  [["check", "a.wasm", "--host-profile", "wasmcloud-9"], /wasmcloud-1, wasmcloud-2/],
  [["serve", ".", "--http-port", "eighty"], /^vitrine: --http-port takes a number/],
  [["serve", "--allow-host", "studio.example", "/no/such"], /\/no\/such cannot be opened/],
])("exits with 2 when it is used wrongly: vitrine %j", async (args, says) => {
  const { code, stdout, stderr } = await vitrine(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(says);
});

it("explains itself", async () => {
  const { code, stdout } = await vitrine(["--help"]);
  expect(code).toBe(0);
  for (const command of ["serve", "check", "invoke", "run", "state"])
    expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
});

it("says which version it is, and what each kind of state is asked", async () => {
  const { version } = packageJson;
  expect(await vitrine(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n` });
  const { stdout } = await vitrine(["state", "--help"]);
  expect(stdout).toMatch(/^ {2}kv set BUCKET KEY \[VALUE\]$/m);
  expect(stdout).toMatch(/^ {2}blob cp CONTAINER OBJECT CONTAINER OBJECT$/m);
});

it("says of a path that cannot be looked at what is in its way", async () => {
  const loop = join(await testFolder(), "loop");
  await symlink(loop, loop);
  for (const command of [["check"], ["invoke", "hit"], ["import"]]) {
    const [name = "", ...rest] = command;
    const { code, stderr } = await vitrine([name, loop, ...rest]);
    expect([name, code]).toEqual([name, 2]);
    expect(stderr).toMatch(/^vitrine: .*cannot be looked at \(ELOOP\).*\n$/);
  }
});

it("tells on stderr what the project file says in vain", async () => {
  const folder = await testFolder();
  await writeFile(join(folder, "hello.wasm"), await httpHello());
  const file = join(folder, "vitrine.jsonc");
  await writeFile(file, '{ "version": 1,\n  "componets": { "hello": { "wasm": "hello.wasm" } } }');
  expect(await vitrine(["check", folder])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^vitrine: vitrine\.jsonc:2:3: components is missing.* Rename "componets", which is not a key, to "components"\.\n$/,
    ) as string,
  });
  await writeFile(file, '{ "version": 1,\n  "components": { "hello": { "wasm": "hello.wasm", "lnks": [] } } }');
  expect(await vitrine(["check", folder, "--json"])).toMatchObject({
    code: 0,
    stderr:
      'vitrine: vitrine.jsonc:2:52: components.hello.lnks is not a key this version knows, and has no effect. Did you mean "links"?\n',
  });
});
