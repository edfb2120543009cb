import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { TempProject } from "../project/testing/temp-project.ts";
import { planImport } from "./plan-import.ts";
import { accepted, fixtureProject } from "./testing/fixture-project.ts";
import { writeImport } from "./write-import.ts";

describe("bad files", () => {
  const BAD = [
    ["wasmcloud.toml", 'name = "x"\nlanguage = = "y"\n', "wasmcloud.toml:2:12: "],
    ["wadm.yaml", "a: [1\nb: }\n", "wadm.yaml:2:"],
    [".wash/config.json", '{ "build": ', ".wash/config.json:1:"],
    ["Cargo.toml", "[package\n", "Cargo.toml:1:"],
  ] as const;
  test.each(BAD)("%s that does not parse is refused with line and column", (file, text, message) => {
    using folder = new TempProject({ [file]: text });
    expect(() => planImport(folder.root)).toThrow(
      expect.objectContaining({ code: "manifest-invalid", message: expect.stringContaining(message) }),
    );
  });

  test("a YAML that unfolds into millions of values is refused", () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `a${i}: &a${i} [${Array.from({ length: 12 }, () => (i === 0 ? "x" : `*a${i - 1}`)).join(", ")}]`,
    );
    using folder = new TempProject({ "wadm.yaml": levels.join("\n") });
    expect(() => planImport(folder.root)).toThrow(expect.objectContaining({ code: "manifest-invalid" }));
  });

  test("nonsense of the right form is ignored row by row", () => {
    using folder = new TempProject({
      "wadm.yaml":
        "apiVersion: core.oam.dev/v1\nkind: Application\nspec:\n  components:\n    - 5\n    - name: x\n      type: thing\n    - name: ok\n      type: component\n      traits: [1, { type: link }]\n",
    });
    const plan = planImport(folder.root);
    expect(accepted(folder, plan).components.map(({ name }) => name)).toEqual(["ok"]);
    expect(plan.rows.filter(({ outcome }) => outcome === "ignored").map(({ line, reason }) => [line, reason])).toEqual([
      [1, "it says what kind of file this is"],
      [2, "it says what kind of file this is"],
      [5, "it has no name"],
      [6, "Vitrine knows components and capabilities, not thing"],
      [10, "it says on how many hosts it runs; Vitrine makes instances as calls come"],
      [10, "its target  is not in the manifest"],
    ]);
  });
});

describe("the proposed file", () => {
  test("is written beside what it was read from, and nothing else is touched", () => {
    using folder = fixtureProject("greeter-toml");
    const before = readdirSync(folder.root, { recursive: true }).map(String).toSorted(byName);
    const plan = planImport(folder.root);
    expect(readdirSync(folder.root, { recursive: true }).map(String).toSorted(byName)).toEqual(before);
    expect(writeImport(plan)).toBe(folder.path("vitrine.jsonc"));
    expect(readdirSync(folder.root, { recursive: true }).map(String).toSorted(byName)).toEqual(
      [...before, "vitrine.jsonc"].toSorted(byName),
    );
  });

  test("is never written over one that is there", () => {
    using folder = fixtureProject("greeter-toml");
    const plan = planImport(folder.root);
    writeFileSync(folder.path("vitrine.jsonc"), "mine");
    expect(() => writeImport(plan)).toThrow(expect.objectContaining({ code: "manifest-exists" }));
    expect(readFileSync(folder.path("vitrine.jsonc"), "utf8")).toBe("mine");
    expect(planImport(folder.root).exists).toBe(true);
    expect(existsSync(folder.path("vitrine.jsonc"))).toBe(true);
  });
});

function byName(a: string, b: string): number {
  return a < b ? -1 : 1;
}
