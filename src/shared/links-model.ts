/** Where the imports of components lead, as a view sees it. */

import type { ImportStatus } from "./model.ts";

/** What answers the calls of an import under a link name. */
export type LinkTarget =
  /** The host itself; there is nothing to choose. */
  | { readonly kind: "host"; readonly note: string }
  | { readonly kind: "backend"; readonly name: string; readonly backendKind: "keyvalue" | "blobstore" | "messaging" }
  /** `export`: the interface of that component with its version; absent while it has none that fits. */
  | { readonly kind: "component"; readonly name: string; readonly export?: string }
  /** What the project file says instead of a call, for these functions: `components.<c>.stubs`. */
  | { readonly kind: "stub"; readonly functions: readonly string[] }
  /** Nothing: every call of it traps with its name. */
  | { readonly kind: "missing" };

/** One import of a component under one link name. Imports without links have one row, called `default`. */
export interface LinkView {
  readonly component: string;
  /** As WIT prints it: `wasi:keyvalue/store@0.2.0-draft`. */
  readonly import: string;
  readonly status: ImportStatus;
  readonly name: string;
  /** What the project file calls the link. */
  readonly label?: string;
  readonly target: LinkTarget;
  /**
   * `file`: the project file says so; `default`: nothing is said, so it goes to the host or its default backend;
   * `found`: nothing is said, and this component is the only one of the project that exports it.
   */
  readonly since: "file" | "default" | "found";
  /** Calls in the journal that went this way; those of a flood only where the import has no other link. */
  readonly calls: number;
  /** Why calls of it do not go well, and what to do; copyable where there is a line for the project file. */
  readonly problem?: string;
  readonly fix?: string;
}
