import { wrappingText } from "../../shared/wrapping.ts";
import { checkFile } from "../studio/component/check-file.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { seldomWrapping } from "../studio/link/open-transpiler.ts";
import { EXIT } from "./exit.ts";

export interface CheckOptions {
  readonly hostProfile: "wasmcloud-1" | "wasmcloud-2";
  readonly json?: boolean;
}

const MARKS = {
  offered: "ok",
  linkable: "link",
  unlinked: "link",
  "version-drift": "drift",
  "wrong-shape": "shape",
  missing: "missing",
} as const;

/** `vitrine check FILE.wasm`: 1 when an import is missing or of a wrong shape. */
export async function check(entries: StudioEntries, file: string, options: CheckOptions): Promise<number> {
  const { wrapped, imports, exports } = await checkFile(file, {
    profile: options.hostProfile,
    transpiler: seldomWrapping(entries),
  });
  if (options.json === true) {
    const report = {
      wrapped: wrapped ?? null,
      imports: imports.map(({ name, status, fix }) => ({ name, status, fix: fix ?? null })),
      exports: exports.map(({ name, kind }) => ({ name, kind })),
    };
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } else {
    if (wrapped !== undefined) process.stdout.write(`${"wrapped".padEnd(8)}${wrappingText(wrapped)}\n`);
    const width = Math.max(0, ...[...imports, ...exports].map(({ name }) => name.length));
    for (const { name, status, note, fix } of imports) {
      process.stdout.write(`${MARKS[status].padEnd(8)}${name.padEnd(width + 2)}${note}\n`);
      if (fix !== undefined) process.stdout.write(`${" ".repeat(8)}fix: ${fix}\n`);
    }
    for (const { name, kind, note } of exports) {
      process.stdout.write(`${"export".padEnd(8)}${name.padEnd(width + 2)}${kind}\n`);
      if (note !== undefined) process.stdout.write(`${" ".repeat(8)}${note}\n`);
    }
  }
  return imports.some(({ status }) => status === "missing" || status === "wrong-shape") ? EXIT.failed : EXIT.done;
}
