/** `variant method` and `variant scheme` of `wasi:http/types`, to and from the text of HTTP. */

export type Method = { readonly tag: StandardMethod } | { readonly tag: "other"; readonly val: string };
export type Scheme = { readonly tag: "HTTP" | "HTTPS" } | { readonly tag: "other"; readonly val: string };

type StandardMethod = "get" | "head" | "post" | "put" | "delete" | "connect" | "options" | "trace" | "patch";

const STANDARD: ReadonlyMap<string, StandardMethod> = new Map([
  ["GET", "get"],
  ["HEAD", "head"],
  ["POST", "post"],
  ["PUT", "put"],
  ["DELETE", "delete"],
  ["CONNECT", "connect"],
  ["OPTIONS", "options"],
  ["TRACE", "trace"],
  ["PATCH", "patch"],
]);

/** Methods are case-sensitive: `get` is another method than `GET`. */
export function parseMethod(text: string): Method {
  const standard = STANDARD.get(text);
  return standard === undefined ? { tag: "other", val: text } : { tag: standard };
}

export function methodText(method: Method): string {
  return method.tag === "other" ? method.val : method.tag.toUpperCase();
}

export function parseScheme(text: string): Scheme {
  const lower = text.toLowerCase();
  if (lower === "http") return { tag: "HTTP" };
  return lower === "https" ? { tag: "HTTPS" } : { tag: "other", val: text };
}

export function schemeText(scheme: Scheme): string {
  return scheme.tag === "other" ? scheme.val : scheme.tag.toLowerCase();
}

/** RFC 9110 `token`: methods and field names. */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}

export function isScheme(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+\-.]*$/.test(text);
}

/** Path and query without a fragment: visible ASCII only, and what is not empty starts with `/`, `?` or is `*`. */
export function isPathWithQuery(text: string): boolean {
  return text === "" || text === "*" || /^[/?][\x21\x22\x24-\x7e]*$/.test(text);
}

/** `host` or `host:port`, optionally with user information. */
export function isAuthority(text: string): boolean {
  const match =
    /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:%]*@)?(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9\-._~!$&'()*+,;=%]+)(?::(\d+))?$/.exec(text);
  return match !== null && (match[1] === undefined || Number(match[1]) <= 65_535);
}
