import { readFile } from "node:fs/promises";
import { StudioError } from "../../../shared/errors.ts";
import type { ExportView, ImportView } from "../../../shared/model.ts";
import { checkImports, listExports } from "../../wit/check/check.ts";
import type { HostProfile } from "../../wit/check/profile.ts";
import { decodeComponent } from "../../wit/decode-component.ts";
import { hostOffers } from "./offers.ts";

export interface CheckedFile {
  readonly size: number;
  readonly imports: readonly ImportView[];
  readonly exports: readonly ExportView[];
}

/** What a component file asks of this host, without running anything of it. @throws StudioError `project-not-found`, `component-invalid` */
export async function checkFile(file: string, profile: HostProfile): Promise<CheckedFile> {
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
  return checkBytes(bytes, profile);
}

/** As `checkFile`, for bytes that came from somewhere else. @throws StudioError `component-invalid` */
export function checkBytes(bytes: Uint8Array, profile: HostProfile): CheckedFile {
  const world = decodeComponent(bytes);
  const imports = checkImports(world, hostOffers(), profile).map(({ offer: _offer, ...view }) => view);
  return { size: bytes.length, imports, exports: listExports(world) };
}
