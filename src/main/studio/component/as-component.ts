import type { Digest } from "../../../shared/model.ts";
import type { Wrapping } from "../../../shared/wrapping.ts";
import { coreModuleKind } from "../../wit/binary/wrapping.ts";
import type { Transpiler } from "../link/transpiler.ts";
import { digestOf } from "./settle.ts";

export interface ComponentBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The file holds a core module, and `bytes` are the component made of it. */
  readonly wrapped?: Wrapping;
}

/**
 * The bytes of a file, or of the component that its core module becomes. What is neither stays as it is, for the
 * decoder to refuse. `digest`: of the file, where it is known.
 * @throws StudioError `component-invalid`: its core module does not become one
 */
export async function asComponent(
  file: { readonly bytes: Uint8Array<ArrayBuffer>; readonly digest?: Digest },
  transpiler: Pick<Transpiler, "wrap">,
  signal?: AbortSignal,
): Promise<ComponentBytes> {
  const { bytes } = file;
  const wrapped = coreModuleKind(bytes)?.wrapping;
  if (wrapped === undefined) return { bytes };
  const digest = file.digest ?? digestOf(bytes);
  return { bytes: await transpiler.wrap({ bytes, digest }, wrapped, signal), wrapped };
}
