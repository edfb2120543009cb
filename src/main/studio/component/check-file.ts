import { readFile } from "node:fs/promises";
import { StudioError } from "../../../shared/errors.ts";
import type { ExportView, ImportView } from "../../../shared/model.ts";
import type { Wrapping } from "../../../shared/wrapping.ts";
import { checkImports, listExports } from "../../wit/check/check.ts";
import type { HostProfile } from "../../wit/check/profile.ts";
import { decodeComponent } from "../../wit/decode-component.ts";
import type { Transpiler } from "../link/transpiler.ts";
import { asComponent } from "./as-component.ts";
import { hostOffers } from "./offers.ts";

export interface CheckedFile {
  readonly size: number;
  readonly wrapped?: Wrapping;
  readonly imports: readonly ImportView[];
  readonly exports: readonly ExportView[];
}

export interface CheckOptions {
  readonly profile: HostProfile;
  /** Asked for core modules only. */
  readonly transpiler: Pick<Transpiler, "wrap">;
}

/** What a component file asks of this host, without running anything of it. @throws StudioError `project-not-found`, `component-invalid` */
export async function checkFile(file: string, options: CheckOptions): Promise<CheckedFile> {
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
  return checkBytes(bytes, options);
}

/** As `checkFile`, for bytes that came from somewhere else. @throws StudioError `component-invalid` */
export async function checkBytes(file: Uint8Array, { profile, transpiler }: CheckOptions): Promise<CheckedFile> {
  const { bytes, wrapped } = await asComponent({ bytes: new Uint8Array(file) }, transpiler);
  const world = decodeComponent(bytes);
  const imports = checkImports(world, hostOffers(), profile).map(({ offer: _offer, ...view }) => view);
  return { size: file.length, ...(wrapped === undefined ? {} : { wrapped }), imports, exports: listExports(world) };
}
