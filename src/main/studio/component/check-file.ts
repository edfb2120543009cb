import { readFile } from "node:fs/promises";
import { StudioError } from "../../../shared/errors.ts";
import type { ExportView, ImportView } from "../../../shared/model.ts";
import { checkImports, listExports } from "../../wit/check/check.ts";
import type { HostProfile } from "../../wit/check/profile.ts";
import { decodeComponent } from "../../wit/decode-component.ts";
import { hostOffers } from "./offers.ts";

/** What a component file asks of this host, without running anything of it. @throws StudioError `project-not-found`, `component-invalid` */
export async function checkFile(
  file: string,
  profile: HostProfile,
): Promise<{ readonly imports: readonly ImportView[]; readonly exports: readonly ExportView[] }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new StudioError(
      "project-not-found",
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
  const world = decodeComponent(bytes);
  return { imports: checkImports(world, hostOffers(), profile), exports: listExports(world) };
}
