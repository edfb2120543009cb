import type { HostModule } from "../context.ts";
import { WitError } from "../wit-error.ts";

/** `enum error-code` of wasi:filesystem, as far as this host says any. */
type FilesystemError = "access";

/** `wasi:filesystem/preopens` */
export function createPreopens(): HostModule {
  return {
    /** `get-directories: func() -> list<tuple<descriptor, string>>`: no folder is granted, as on wasmCloud 1.x. */
    getDirectories: (): [] => [],
  };
}

/**
 * `wasi:filesystem/types`. Without a folder no descriptor can come into being, so its methods are never reached; they
 * are here because components import them, and they refuse.
 */
export function createTypes(): HostModule {
  class Descriptor {
    /** `is-same-object: func(other: borrow<descriptor>) -> bool` */
    isSameObject(other: unknown): boolean {
      return other === this;
    }
  }
  class DirectoryEntryStream {}
  refuseAll(Descriptor, DESCRIPTOR_METHODS);
  refuseAll(DirectoryEntryStream, ["readDirectoryEntry"]);
  return {
    Descriptor,
    DirectoryEntryStream,
    /** `filesystem-error-code: func(err: borrow<error>) -> option<error-code>`: no error here came from a file. */
    filesystemErrorCode: (_error: unknown): undefined => undefined,
  };
}

/** Every method of `descriptor` that returns a `result<_, error-code>`. */
const DESCRIPTOR_METHODS = [
  "readViaStream",
  "writeViaStream",
  "appendViaStream",
  "advise",
  "syncData",
  "getFlags",
  "getType",
  "setSize",
  "setTimes",
  "read",
  "write",
  "readDirectory",
  "sync",
  "createDirectoryAt",
  "stat",
  "statAt",
  "setTimesAt",
  "linkAt",
  "openAt",
  "readlinkAt",
  "removeDirectoryAt",
  "renameAt",
  "symlinkAt",
  "unlinkFileAt",
  "metadataHash",
  "metadataHashAt",
];

function refuseAll(resource: { readonly prototype: object }, methods: readonly string[]): void {
  for (const name of methods) {
    const refuse = (): never => {
      throw new WitError<FilesystemError>("access");
    };
    Object.defineProperty(resource.prototype, name, { value: refuse, writable: true, configurable: true });
  }
}
