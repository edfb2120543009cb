import type { Wrapping } from "../../../shared/wrapping.ts";
import { importedModules, namesIn, PREAMBLE_BYTES } from "./core-module.ts";

export const PREVIEW1 = "wasi_snapshot_preview1";
const CORE_PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

export interface CoreModuleKind {
  /** Modules it imports from. */
  readonly imports: readonly string[];
  /** It holds the WIT of its world, as toolchains put it there before they make the component. */
  readonly carriesWit: boolean;
  /** It has a `_start`: it is a program, not a library. */
  readonly program: boolean;
  /** How a component can be made of it; undefined: not at all. */
  readonly wrapping: Wrapping | undefined;
}

/** What a core module was built for; undefined for anything else. */
export function coreModuleKind(bytes: Uint8Array): CoreModuleKind | undefined {
  if (bytes.length < PREAMBLE_BYTES || CORE_PREAMBLE.some((byte, at) => bytes[at] !== byte)) return undefined;
  const imports = importedModules(bytes);
  const { exports, sections } = namesIn(bytes);
  const carriesWit = sections.some((name) => name.startsWith("component-type"));
  const program = exports.includes("_start");
  return { imports, carriesWit, program, wrapping: wrappingOf(imports, carriesWit, program) };
}

function wrappingOf(imports: readonly string[], carriesWit: boolean, program: boolean): Wrapping | undefined {
  if (carriesWit) {
    return !imports.includes(PREVIEW1) ? "plain" : program ? "command" : "reactor";
  }
  // Without WIT there is one thing to call, and everything it imports has to be preview 1.
  return program && imports.length === 1 && imports[0] === PREVIEW1 ? "command" : undefined;
}
