import { parseInterfaceName } from "../interface-name.ts";
import { matchesVersion } from "../offered/version.ts";

/** The hosts whose answers the check tells besides our own. */
export const hostProfiles = ["wasmcloud-1", "wasmcloud-2"] as const;

export type HostProfile = (typeof hostProfiles)[number];

export const profileTitles: Readonly<Record<HostProfile, string>> = {
  "wasmcloud-1": "wasmCloud 1.x",
  "wasmcloud-2": "wasmCloud 2.x",
};

/** Versions each host links, by interface; an entry for a whole package stands for all of its interfaces. */
const served: Readonly<Record<HostProfile, Readonly<Record<string, readonly string[]>>>> = {
  "wasmcloud-1": {
    ...wasi02(),
    "wasi:blobstore": ["0.2.0-draft"],
    "wasi:config/store": ["0.2.0-draft"],
    "wasi:config/runtime": ["0.2.0-draft"],
    "wasi:keyvalue": ["0.2.0-draft"],
    "wasi:logging/logging": ["0.1.0-draft", ""],
    "wasmcloud:bus/lattice": ["1.0.0", "2.x"],
    "wasmcloud:messaging": ["0.2.0", "0.3.0"],
    "wasmcloud:secrets": ["0.1.0-draft"],
    "wasmcloud:postgres": ["0.1.1-draft"],
    "wasmcloud:identity/store": ["0.0.1"],
  },
  "wasmcloud-2": {
    ...wasi02(),
    "wasi:blobstore": ["0.2.0-draft"],
    "wasi:config/store": ["0.2.0-rc.1"],
    "wasi:keyvalue": ["0.2.0-draft"],
    "wasi:logging/logging": ["0.1.0-draft", ""],
    "wasmcloud:messaging": ["0.2.0", "0.3.0"],
    "wasmcloud:secrets": ["2.1.0"],
    "wasmcloud:postgres": ["0.1.1-draft"],
  },
};

function wasi02(): Record<string, readonly string[]> {
  const packages = ["cli", "clocks", "filesystem", "http", "io", "random", "sockets"];
  return Object.fromEntries(packages.map((name) => [`wasi:${name}`, ["0.2.x"]]));
}

export type ProfileAnswer =
  | { readonly accepts: true }
  /** `instead`: what that host links under the same name, as a full id. */
  | { readonly accepts: false; readonly instead: readonly string[] };

/** Whether a host of that profile links an import of its `wasi:` and `wasmcloud:` namespaces. */
export function askProfile(profile: HostProfile, importName: string): ProfileAnswer {
  const name = parseInterfaceName(importName);
  if (name === undefined) {
    return { accepts: false, instead: [] };
  }
  const path = `${name.package}/${name.interface}`;
  const versions = served[profile][path] ?? served[profile][name.package] ?? [];
  if (versions.some((version) => matchesVersion(version, name.version))) {
    return { accepts: true };
  }
  return { accepts: false, instead: versions.map((version) => (version === "" ? path : `${path}@${version}`)) };
}
