import type { HostCallView, ValuePreview } from "../../shared/model.ts";

/** Where one goes from a host call to what it asked for. */
export interface TouchedPlace {
  /** What kind of thing it is: `secret`. */
  readonly row: string;
  readonly label: string;
  readonly path: readonly string[];
  readonly params: Readonly<Record<string, string>>;
}

/** What a call of wasi:config, wasmcloud:secrets or wasmcloud:bus is about; undefined for all others. */
export function touchedPlace(call: HostCallView, invocation: number, component: string): TouchedPlace | undefined {
  const packageName = call.interface.split("/")[0];
  const said = texts(call);
  switch (packageName) {
    case "wasi:config": {
      const [key] = said;
      return { row: "config", label: key ?? "All values", path: ["config"], params: { component, ...withKey(key) } };
    }
    case "wasmcloud:secrets": {
      const [key] = said;
      const params = { inv: String(invocation), ...withKey(key) };
      return {
        row: "secret",
        label: key === undefined ? "In the audit" : `${key} in the audit`,
        path: ["secrets"],
        params,
      };
    }
    case "wasmcloud:bus": {
      const [name] = said;
      if (name === undefined || call.function !== "set-link-name") return undefined;
      return { row: "link", label: `Links called ${name}`, path: ["links"], params: { component, search: name } };
    }
    default:
      return undefined;
  }
}

function withKey(key: string | undefined): { readonly key?: string } {
  return key === undefined ? {} : { key };
}

/** Whole texts among the arguments; a resource counts with what it is called. */
function texts(call: HostCallView): readonly string[] {
  return call.args.flatMap(({ value }) => textOf(value) ?? []);
}

function textOf(value: ValuePreview): string | undefined {
  if (value.t === "string" && !value.cut) return value.v;
  return value.t === "resource" && value.label !== "" ? value.label : undefined;
}
