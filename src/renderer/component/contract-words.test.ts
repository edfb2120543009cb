import { expect, it } from "vitest";
import type { ImportView } from "../../shared/model.ts";
import { summaryText } from "./contract-words.ts";

function imports(...all: readonly (readonly [ImportView["status"], string?])[]): readonly ImportView[] {
  return all.map(([status, fix], index) => ({
    name: `a:b/c${index}`,
    status,
    note: "",
    functions: [],
    ...(fix === undefined ? {} : { fix }),
  }));
}

it("sums up a contract in one line, trouble first", () => {
  expect(summaryText(imports(["offered"], ["missing"], ["offered", "import x;"], ["version-drift", "import y;"]))).toBe(
    "4 imports: 1 not offered, 1 version drift, 1 only here, 1 offered",
  );
  expect(summaryText(imports(["offered"], ["offered"]))).toBe("2 imports, all offered");
  expect(summaryText(imports(["missing"]))).toBe("1 import: 1 not offered");
  expect(summaryText([])).toBe("No imports");
});
