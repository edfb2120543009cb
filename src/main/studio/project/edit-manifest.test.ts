import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { editManifest } from "./edit-manifest.ts";
import { TempProject } from "./testing/temp-project.ts";

const ORIGINAL = `{
    // what it is called
    "version": 1,
    "components": {
        /* the only one */
        "api": { "wasm": "api.wasm" } // built by make
    },
}
`;

describe("an edit", () => {
  test("changes one value and leaves every other character where it was", () => {
    using folder = new TempProject({ "vitrine.jsonc": ORIGINAL });
    editManifest(folder.path("vitrine.jsonc"), ["components", "api", "wasm"], "build/api.wasm");
    expect(readFileSync(folder.path("vitrine.jsonc"), "utf8")).toBe(ORIGINAL.replace('"api.wasm"', '"build/api.wasm"'));
  });

  test("adds what was not there in the file's own indentation, comments kept, and removes it again", () => {
    using folder = new TempProject({ "vitrine.jsonc": ORIGINAL });
    const file = folder.path("vitrine.jsonc");
    editManifest(file, ["components", "api", "limits", "memoryMiB"], 64);
    const limits = `"api": {
            "wasm": "api.wasm",
            "limits": {
                "memoryMiB": 64
            }
        } // built by make`;
    expect(readFileSync(file, "utf8")).toBe(ORIGINAL.replace('"api": { "wasm": "api.wasm" } // built by make', limits));
    editManifest(file, ["components", "api", "limits"], undefined);
    expect(readFileSync(file, "utf8")).not.toContain("limits");
  });

  test("keeps Windows line ends and a byte order mark", () => {
    using folder = new TempProject({ "vitrine.jsonc": `\uFEFF${ORIGINAL.replaceAll("\n", "\r\n")}` });
    editManifest(folder.path("vitrine.jsonc"), ["name"], "shop");
    const text = readFileSync(folder.path("vitrine.jsonc"), "utf8");
    expect(text.startsWith("\uFEFF{\r\n")).toBe(true);
    expect(text).toContain('"name": "shop"');
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("keeps the mode, edits a linked file where it is, and leaves nothing beside it", () => {
    using folder = new TempProject({ "real/vitrine.jsonc": ORIGINAL });
    chmodSync(folder.path("real/vitrine.jsonc"), 0o640);
    symlinkSync(folder.path("real/vitrine.jsonc"), folder.path("vitrine.jsonc"));
    editManifest(folder.path("vitrine.jsonc"), ["name"], "shop");
    expect(lstatSync(folder.path("vitrine.jsonc")).isSymbolicLink()).toBe(true);
    expect(statSync(folder.path("real/vitrine.jsonc")).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder.path("real"))).toEqual(["vitrine.jsonc"]);
    expect(readFileSync(folder.path("real/vitrine.jsonc"), "utf8")).toContain('"name": "shop"');
  });

  test("of a file that does not parse is refused, and the file stays as it was", () => {
    using folder = new TempProject({ "vitrine.jsonc": "{ oh" });
    expect(() => editManifest(folder.path("vitrine.jsonc"), ["name"], "x")).toThrow(
      expect.objectContaining({ code: "manifest-invalid" }),
    );
    expect(readFileSync(folder.path("vitrine.jsonc"), "utf8")).toBe("{ oh");
  });

  test("that cannot put the new file beside the old one is refused, and the file stays as it was", () => {
    using folder = new TempProject({ "vitrine.jsonc": ORIGINAL });
    mkdirSync(folder.path(`.vitrine.jsonc.${process.pid}.tmp`));
    expect(() => editManifest(folder.path("vitrine.jsonc"), ["name"], "x")).toThrow(
      expect.objectContaining({ code: "store-not-writable" }),
    );
    expect(readFileSync(folder.path("vitrine.jsonc"), "utf8")).toBe(ORIGINAL);
  });
});
