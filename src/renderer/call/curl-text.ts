import type { HttpRequestInput } from "../../shared/contract.ts";
import { base64 } from "../viewers/base64.ts";
import { decodeUtf8 } from "../viewers/utf8.ts";
import { quoted } from "./shell-text.ts";

/** A request for a terminal. `base`: where the component answers, `http://127.0.0.1:8000`. */
export function curlText(request: HttpRequestInput, base: string): string {
  const { method, target, headers, body } = request;
  const parts = ["curl", "-i"];
  // Told the method by name, curl would wait for the body that a response to HEAD does not have.
  if (method === "HEAD") parts.push("--head");
  else if (method !== "GET" || body !== undefined) parts.push("-X", method);
  for (const [name, value] of headers) parts.push("-H", quoted(value === "" ? `${name};` : `${name}: ${value}`));
  const text = body === undefined ? undefined : decodeUtf8(body);
  const isBinary = body !== undefined && (text === undefined || text.includes("\0"));
  if (body !== undefined) {
    // What curl would add by itself was not in the request.
    if (!headers.some(([name]) => name.toLowerCase() === "content-type")) parts.push("-H", quoted("Content-Type:"));
    // Not --data-binary: that takes a text with @ in front for the name of a file.
    if (text !== undefined && !isBinary) parts.push("--data-raw", quoted(text));
    else parts.push("--data-binary", "@-");
  }
  if (/[[\]{}]/.test(target)) parts.push("--globoff");
  if (target.includes("/.")) parts.push("--path-as-is");
  const line = [...parts, quoted(base.replace(/\/$/, "") + target)].join(" ");
  return isBinary ? `printf %s ${base64(body)} | base64 -d | ${line}` : line;
}
