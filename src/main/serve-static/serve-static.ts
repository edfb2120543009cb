import { readFile } from "node:fs/promises";
import { extname, isAbsolute, relative, resolve, sep } from "node:path";

import { pageHeaders } from "./page-headers.ts";

// A file of another kind is not part of a built page: 404 rather than a guess.
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export interface StaticOptions {
  /** More sources for `connect-src`. */
  readonly connect?: readonly string[];
}

/**
 * Answers a request with a file under `root` (an absolute folder, possibly inside an asar archive). Depends on nothing
 * but the request, so that the shell's scheme and the loopback server share it. The caller has checked the host.
 * 405 for other methods than GET and HEAD, 400 for a path that cannot be decoded, 404 for whatever is not there.
 */
export async function serveStatic(root: string, request: Request, options: StaticOptions = {}): Promise<Response> {
  const headers = pageHeaders(options.connect);
  const refuse = (status: number) => new Response(null, { status, headers });
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405);
  const path = decodePath(new URL(request.url).pathname);
  if (path === undefined) return refuse(400);
  const file = resolveInside(root, path === "/" ? "/index.html" : path);
  const type = file === undefined ? undefined : CONTENT_TYPES[extname(file)];
  if (file === undefined || type === undefined) return refuse(404);
  let body: Uint8Array<ArrayBuffer>;
  try {
    body = new Uint8Array(await readFile(file));
  } catch {
    // Whatever keeps the file from being read (absent, a folder), to the page it is not there.
    return refuse(404);
  }
  // Names under assets/ carry a hash of the content; everything else may change under its name.
  const caching = path.startsWith("/assets/") ? "max-age=31536000, immutable" : "no-store";
  return new Response(request.method === "HEAD" ? null : body, {
    headers: { ...headers, "content-type": type, "cache-control": caching },
  });
}

function decodePath(pathname: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  return path.includes("\0") || path.includes("\\") ? undefined : path;
}

/** The absolute file for a decoded URL path, or `undefined` when it would leave the root. */
function resolveInside(root: string, path: string): string | undefined {
  // The leading dot matters: resolve(root, "/x") is "/x".
  const file = resolve(root, `.${path}`);
  const inside = relative(root, file);
  const leaves = inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return leaves ? undefined : file;
}
