import type { ExportKind } from "../../../shared/model.ts";
import { parseInterfaceName } from "../interface-name.ts";
import { matchesVersion } from "../offered/version.ts";

interface Triggered {
  readonly interface: string;
  readonly version: string;
  readonly kind: Exclude<ExportKind, "function">;
}

const triggered = {
  http: { interface: "wasi:http/incoming-handler", version: "0.2.x", kind: "http" },
  message: { interface: "wasmcloud:messaging/handler", version: "0.2.0", kind: "message" },
  run: { interface: "wasi:cli/run", version: "0.2.x", kind: "run" },
} as const satisfies Record<string, Triggered>;

/** What other hosts, or later WASI, call for the same purpose. */
const counterparts: ReadonlyMap<string, Triggered> = new Map([
  ...Object.values(triggered).map((one) => [one.interface, one] as const),
  ["wasi:http/handler", triggered.http],
  ["wasmcloud:messaging/incoming-handler", triggered.message],
  ["wasi:messaging/incoming-handler", triggered.message],
]);

/** What triggers an export: a request, a message, a run with a terminal, or a call. */
export function exportKind(name: string): ExportKind {
  const { path, version } = pathOf(name);
  const one = Object.values(triggered).find((each) => each.interface === path && matchesVersion(each.version, version));
  return one?.kind ?? "function";
}

const causes = { http: "no request reaches it", message: "no message reaches it", run: "it cannot be run" } as const;

/** Why an export that looks like one of a trigger has none here; undefined for what has its trigger, or needs none. */
export function exportNote(name: string): string | undefined {
  const { path, version } = pathOf(name);
  const served = counterparts.get(path);
  if (served === undefined || exportKind(name) !== "function") return undefined;
  const of = version.startsWith("0.3.") && path.startsWith("wasi:") ? ", an interface of WASI 0.3" : "";
  return `It exports ${name}${of}; what is called here is ${served.interface}@${served.version}, so ${causes[served.kind]}.`;
}

function pathOf(name: string): { readonly path: string; readonly version: string } {
  const parsed = parseInterfaceName(name);
  return {
    path: parsed === undefined ? name : `${parsed.package}/${parsed.interface}`,
    version: parsed?.version ?? "",
  };
}
