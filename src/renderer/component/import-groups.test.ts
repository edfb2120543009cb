import { expect, it } from "vitest";
import type { ImportView } from "../../shared/model.ts";
import { importGroups, nameParts } from "./import-groups.ts";

function imported(name: string, status: ImportView["status"], fix?: string): ImportView {
  return { name, status, note: "", functions: [], ...(fix === undefined ? {} : { fix }) };
}

it("parts what needs a look, the gravest first, from what is simply offered, in the order of the world", () => {
  const { troubled, offered } = importGroups([
    imported("a:z/offered", "offered"),
    imported("a:b/linkable", "linkable", "link"),
    imported("a:b/unlinked", "unlinked", "link"),
    imported("a:b/elsewhere", "offered", "import x;"),
    imported("a:b/missing", "missing"),
    imported("a:a/offered", "offered"),
  ]);
  expect(troubled.map(({ name }) => name)).toEqual(["a:b/missing", "a:b/unlinked", "a:b/elsewhere", "a:b/linkable"]);
  expect(offered.map(({ name }) => name)).toEqual(["a:z/offered", "a:a/offered"]);
});

it("takes a name apart, also one without a package", () => {
  expect(nameParts("wasi:keyvalue/store@0.2.0-draft")).toEqual(["wasi:keyvalue/", "store", "@0.2.0-draft"]);
  expect(nameParts("acme:thing/api")).toEqual(["acme:thing/", "api", ""]);
  expect(nameParts("run")).toEqual(["", "run", ""]);
});
