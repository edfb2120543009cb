import type { Wrapping } from "../../../shared/wrapping.ts";
import { coreModuleKind } from "../../wit/binary/wrapping.ts";
import type { Transpiler } from "../link/transpiler.ts";
import type { Artefact } from "./settle.ts";

export interface ComponentArtefact extends Artefact {
  /** The file holds a core module; `bytes` are the component made of it, `digest` is that of the file. */
  readonly wrapped?: Wrapping;
}

/**
 * The artefact, or the component that its core module becomes. What is neither stays as it is, for the decoder to refuse.
 * @throws StudioError `component-invalid`: its core module does not become one
 */
export async function asComponent(
  artefact: Artefact,
  transpiler: Pick<Transpiler, "wrap">,
  signal?: AbortSignal,
): Promise<ComponentArtefact> {
  const wrapped = coreModuleKind(artefact.bytes)?.wrapping;
  if (wrapped === undefined) return artefact;
  return { ...artefact, bytes: await transpiler.wrap(artefact, wrapped, signal), wrapped };
}
