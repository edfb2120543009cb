import { readFile } from "node:fs/promises";
import { StudioError } from "../../../shared/errors.ts";
import type { ExportView, ImportView } from "../../../shared/model.ts";
import type { Wrapping } from "../../../shared/wrapping.ts";
import { checkImports, listExports } from "../../wit/check/check.ts";
import type { HostProfile } from "../../wit/check/profile.ts";
import { decodeComponent } from "../../wit/decode-component.ts";
import type { ComponentWorld } from "../../wit/world.ts";
import type { Transpiler } from "../link/transpiler.ts";
import { asComponent } from "./as-component.ts";
import { hostOffers } from "./offers.ts";

export interface ReadWorld {
  /** Of the file, in bytes. */
  readonly size: number;
  readonly wrapped?: Wrapping;
  readonly world: ComponentWorld;
}

export interface CheckedFile extends Omit<ReadWorld, "world"> {
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
  return checkBytes(await readArtefact(file), options);
}

/** As `checkFile`, for bytes that came from somewhere else. @throws StudioError `component-invalid` */
export async function checkBytes(file: Uint8Array, { profile, transpiler }: CheckOptions): Promise<CheckedFile> {
  const { world, ...read } = await readWorld(file, transpiler);
  const imports = checkImports(world, hostOffers(), profile).map(({ offer: _offer, ...view }) => view);
  return { ...read, imports, exports: listExports(world) };
}

/** @throws StudioError `project-not-found` */
export async function readArtefact(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const why = isMissing ? "nothing is there. Build it first" : error instanceof Error ? error.message : String(error);
    throw new StudioError("project-not-found", `${file} cannot be read: ${why}.`, { cause: error });
  }
}

/** The world of an artefact, or of the component that its core module becomes. @throws StudioError `component-invalid` */
export async function readWorld(file: Uint8Array, transpiler: CheckOptions["transpiler"]): Promise<ReadWorld> {
  const { bytes, wrapped } = await asComponent({ bytes: new Uint8Array(file) }, transpiler);
  return { size: file.length, world: decodeComponent(bytes), ...(wrapped === undefined ? {} : { wrapped }) };
}
