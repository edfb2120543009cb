import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, expect, test } from "vitest";

import type { DoctorReport, ImportPlanView } from "../../shared/model.ts";
import { ManifestText } from "../studio/project/manifest-text.ts";

const COMMAND = fileURLToPath(new URL("./testing/from-source.ts", import.meta.url));
const home = realpathSync(mkdtempSync(join(tmpdir(), "vitrine-cli-")));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function vitrine(...args: readonly string[]) {
  const env = {
    ...process.env,
    VITRINE_DATA_HOME: join(home, "data"),
    VITRINE_CACHE_HOME: join(home, "cache"),
    NODE_OPTIONS: "",
  };
  return spawnSync(process.execPath, [COMMAND, ...args], { encoding: "utf8", env, cwd: home });
}

function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(home, "project-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
  return made;
}

const TOML =
  'name = "hello"\nlanguage = "other"\ntype = "component"\n[component]\nbuild_command = "make wasm"\nbuild_artifact = "out/hello.wasm"\n';

test("vitrine import shows what would be written, and writes nothing", () => {
  const project = folder({ "wasmcloud.toml": TOML });
  const { status, stdout, stderr } = vitrine("import", project);
  expect(status).toBe(0);
  expect(stderr).toContain("mapped   wasmcloud.toml:5 component.build_command → components.hello.build.command");
  expect(stderr).toMatch(/Write it with --write\.\n$/);
  const piped = new ManifestText("vitrine.jsonc", Buffer.from(stdout));
  expect(piped.root.type).toBe("object");
  expect(stdout).toContain('"build": { "command": ["make", "wasm"] }');
  expect(readdirSync(project)).toEqual(["wasmcloud.toml"]);
});

test("vitrine import --write --json writes the file, prints the report, and does not write it twice", () => {
  const project = folder({ "wasmcloud.toml": TOML });
  const { status, stdout } = vitrine("import", project, "--write", "--json");
  const plan = JSON.parse(stdout) as ImportPlanView & { readonly written: string };
  expect([status, plan.kind, plan.written]).toEqual([0, "wasmcloud-toml", join(project, "vitrine.jsonc")]);
  expect(readFileSync(plan.written, "utf8")).toBe(plan.text);
  const again = vitrine("import", project, "--write");
  expect([again.status, again.stderr]).toEqual([2, expect.stringContaining("is there already and is left as it is")]);
});

test("vitrine import of a folder with nothing to import is wrong usage", () => {
  const { status, stderr } = vitrine("import", folder({}));
  expect([status, stderr]).toEqual([2, expect.stringContaining("has nothing to import. Vitrine reads wasmcloud.toml")]);
  const own = vitrine("import", folder({ "vitrine.jsonc": "{}" }));
  expect([own.status, own.stderr]).toEqual([
    2,
    expect.stringContaining("is a project of Vitrine already, and has no file of another tool"),
  ]);
});

test("vitrine import of a file says which folder to give", () => {
  const file = join(folder({ "wasmcloud.toml": TOML }), "wasmcloud.toml");
  const { status, stderr } = vitrine("import", file);
  expect([status, stderr]).toEqual([
    2,
    `vitrine: ${file} cannot be imported: it is a file. Give the folder it is in, ${JSON.stringify(dirname(file))}.\n`,
  ]);
});

test("vitrine new makes a project called as its folder", () => {
  const { status, stdout } = vitrine("new", join(home, "my shop"), "--template", "function");
  expect([status, stdout]).toEqual([0, expect.stringContaining("npm install")]);
  expect(readFileSync(join(home, "my shop/vitrine.jsonc"), "utf8")).toContain('"name": "my-shop"');
  expect(vitrine("new", join(home, "other"), "--template", "nothing")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("There is: function, http-counter."),
  });
});

test("vitrine doctor ends with 0 on a fit machine and with 1 when something is missing, in JSON and in words", () => {
  const fit = folder({
    "vitrine.jsonc": '{ "version": 1, "components": { "a": { "wasm": "a.wasm" } }, "triggers": { "http": [] } }',
  });
  const well = vitrine("doctor", fit, "--json");
  const report = JSON.parse(well.stdout) as DoctorReport;
  expect([well.status, report.rows.filter(({ status }) => status === "problem")]).toEqual([0, []]);

  const lacking = folder({
    "vitrine.jsonc":
      '{ "version": 1, "components": { "a": { "wasm": "a.wasm", "build": { "command": ["cargo", "component", "build"] } } }, "triggers": { "http": [] } }',
    "a.wasm": "",
  });
  const ill = spawnSync(process.execPath, [COMMAND, "doctor", lacking], {
    encoding: "utf8",
    cwd: home,
    env: { PATH: "/nowhere", HOME: home, VITRINE_CACHE_HOME: join(home, "cache") },
  });
  expect(ill.status).toBe(1);
  expect(ill.stdout).toMatch(/^PROBLEM {2}cargo {2,}not installed\n {10,}fix: Install Rust/m);
});
