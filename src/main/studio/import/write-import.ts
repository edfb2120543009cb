import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import type { ImportPlanView } from "../../../shared/model.ts";
import { MANIFEST_FILE } from "../project/read-manifest.ts";

/**
 * Writes the proposed `vitrine.jsonc`. One that is there already stays as it is.
 * @returns its path
 * @throws StudioError `manifest-exists`, `store-not-writable`
 */
export function writeImport({ folder, text }: Pick<ImportPlanView, "folder" | "text">): string {
  const file = join(folder, MANIFEST_FILE);
  try {
    writeFileSync(file, text, { flag: "wx" });
    return file;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      const fix = "Move it away first, or take over by hand what you need.";
      throw new StudioError("manifest-exists", `${file} is there already and is left as it is. ${fix}`, {
        cause: error,
        details: { file },
      });
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new StudioError("store-not-writable", `${file} cannot be written: ${why}.`, {
      cause: error,
      details: { file },
    });
  }
}
