import { readFileSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { checkFile } from "../component/check-file.ts";
import { Builds } from "../build/builds.ts";
import { Problems } from "../problems.ts";
import { readManifest } from "../project/read-manifest.ts";
import { TempProject } from "../project/testing/temp-project.ts";
import { userEnvironment } from "../project/user-folders.ts";
import { seldomWrapping } from "../link/open-transpiler.ts";
import { sourceEntries } from "../source-entries.ts";
import { createProject, listTemplates } from "./templates.ts";

const { resources } = sourceEntries();
const INSTALLED = fileURLToPath(new URL("../node_modules", resources));

/** One of the compilers takes twenty seconds of a processor that others may want, too. */
const BUILD_WITHIN_MS = 300_000;

const TEMPLATES = [
  [
    "http-counter",
    ["wasi:keyvalue/atomics@0.2.0-draft", "wasi:keyvalue/store@0.2.0-draft", "wasi:logging/logging@0.1.0-draft"],
    "http",
  ],
  ["function", [], "function"],
] as const;

describe("a template", () => {
  test("is listed with what it needs", () => {
    expect(listTemplates(resources).map(({ id, needs }) => [id, needs.length > 0])).toEqual([
      ["function", true],
      ["http-counter", true],
    ]);
  });

  test.each(TEMPLATES)(
    "%s becomes a project that builds with the tools it names",
    async (template, imports, kind) => {
      using folder = new TempProject();
      const files = createProject({ resources, template, folder: folder.path("new"), name: "Mein Laden 2" });
      expect(files).toContain(".gitignore");
      for (const file of files) expect(readFileSync(folder.path(`new/${file}`), "utf8")).not.toContain("template-name");
      const { manifest, warnings } = readManifest(folder.path("new"));
      expect([warnings, manifest.name]).toEqual([[], "mein-laden2"]);

      // As npm install would leave it.
      symlinkSync(INSTALLED, folder.path("new/node_modules"));
      await using builds = new Builds({
        project: { root: folder.path("new"), manifest, manifestFiles: [] },
        watch: false,
        trusted: true,
        problems: new Problems(Date.now, () => undefined),
        now: Date.now,
        user: { ...userEnvironment(), env: { ...process.env, PATH: `${INSTALLED}/.bin:${process.env["PATH"]}` } },
        onChange: () => undefined,
        onPrinted: () => undefined,
      });
      const view = await builds.build("mein-laden2");
      expect(view, view.tail).toMatchObject({ state: "ok" });
      const checked = await checkFile(folder.path("new/build/mein-laden2.wasm"), {
        profile: "wasmcloud-1",
        transpiler: seldomWrapping(sourceEntries()),
      });
      const names = checked.imports.map(({ name }) => name);
      expect(imports.filter((name) => !names.includes(name))).toEqual([]);
      expect(checked.imports.filter(({ status }) => status !== "offered")).toEqual([]);
      // The compiler of the second one adds an export of its own.
      expect(checked.exports.filter(({ name }) => name !== "init").map((each) => each.kind)).toEqual([kind]);
    },
    BUILD_WITHIN_MS,
  );

  test("names the versions of its tools that it was tried with", () => {
    using folder = new TempProject();
    for (const [template] of TEMPLATES) {
      createProject({ resources, template, folder: folder.path(template), name: "x" });
      const { devDependencies } = JSON.parse(readFileSync(folder.path(`${template}/package.json`), "utf8")) as {
        readonly devDependencies: Readonly<Record<string, string>>;
      };
      for (const [name, version] of Object.entries(devDependencies)) {
        const installed = JSON.parse(readFileSync(`${INSTALLED}/${name}/package.json`, "utf8")) as {
          readonly version: string;
        };
        expect([name, installed.version]).toEqual([name, version]);
      }
    }
  });
});

describe("a new project", () => {
  const NAMES = [
    ["My Shop", "my-shop"],
    ["Übergröße", "ubergro-e"],
    ["2 fast", "fast"],
    ["a--b__c 3d", "a-b-c3d"],
  ] as const;
  test.each(NAMES)("called %j has a name that WIT allows", (name, expected) => {
    using folder = new TempProject();
    createProject({ resources, template: "function", folder: folder.path("p"), name });
    expect(readFileSync(folder.path("p/wit/world.wit"), "utf8")).toContain(`world ${expected} {`);
  });

  test.each(["", "123", "!", "x".repeat(65)])("cannot be called %j", (name) => {
    using folder = new TempProject();
    expect(() => createProject({ resources, template: "function", folder: folder.path("p"), name })).toThrow(
      expect.objectContaining({ code: "usage" }),
    );
  });

  test("of a template that is none is refused with those there are", () => {
    expect(() => createProject({ resources, template: "../examples/counter", folder: "/x", name: "x" })).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringContaining("There is: function, http-counter.") }),
    );
  });

  test("is not made in a folder with something in it, nor where a file is", () => {
    using folder = new TempProject({ "full/mine.txt": "mine", file: "" });
    const make = (where: string) => () =>
      createProject({ resources, template: "function", folder: folder.path(where), name: "x" });
    expect(make("full")).toThrow(expect.objectContaining({ code: "manifest-exists" }));
    expect(make("file")).toThrow(expect.objectContaining({ code: "store-not-writable" }));
    expect(readFileSync(folder.path("full/mine.txt"), "utf8")).toBe("mine");
  });
});
