/** What the name of a function in a component binary says: `[method]bucket.list-keys` is a method of `bucket`. */
export interface FunctionName {
  readonly kind: "function" | "method" | "static" | "constructor";
  /** The resource, for all but plain functions. */
  readonly resource?: string;
  /** Without the resource; empty for a constructor. */
  readonly name: string;
}

export function parseFunctionName(name: string): FunctionName {
  const match = /^\[(?:async )?(method|static|constructor|async)\](.*)$/.exec(name);
  const [, kind = "function", rest = name] = match ?? [];
  switch (kind) {
    case "constructor":
      return { kind, resource: rest, name: "" };
    case "method":
    case "static": {
      const dot = rest.indexOf(".");
      return dot < 0 ? { kind: "function", name } : { kind, resource: rest.slice(0, dot), name: rest.slice(dot + 1) };
    }
    case "async":
      return { kind: "function", name: rest };
    default:
      return { kind: "function", name };
  }
}

/** What a person reads: `bucket.list-keys`, `fields.constructor`, `open`. */
export function displayName(name: string): string {
  const parsed = parseFunctionName(name);
  return parsed.resource === undefined ? parsed.name : `${parsed.resource}.${parsed.name || "constructor"}`;
}
