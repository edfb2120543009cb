// What the transpiler and its worker say to each other.

export interface TranspileRequest {
  readonly t: "transpile";
  readonly id: number;
  readonly bytes: Uint8Array;
  /** `[import as WIT prints it or with a wildcard, key in the import object]`, as jco's `map` takes it. */
  readonly map: readonly (readonly [string, string])[];
  /** Pages of 64 KiB that a memory may grow to. */
  readonly maxMemoryPages: number;
}

export interface WrapRequest {
  readonly t: "wrap";
  readonly id: number;
  readonly bytes: Uint8Array;
  /** Of WASI preview 1; undefined: it needs none. */
  readonly adapter: Uint8Array | undefined;
}

export type TranspileReply =
  | {
      readonly t: "done";
      readonly id: number;
      /** The module's text first, then the core modules under the names by which the text asks for them. */
      readonly code: string;
      readonly coreModules: readonly (readonly [string, Uint8Array])[];
      readonly warnings: readonly string[];
    }
  | { readonly t: "wrapped"; readonly id: number; readonly bytes: Uint8Array }
  /** jco, or we, refuse the component. The worker is fine. */
  | { readonly t: "refused"; readonly id: number; readonly reason: string }
  /** jco failed inside: its instance is poisoned, the worker has to go. */
  | { readonly t: "panicked"; readonly id: number; readonly reason: string };
