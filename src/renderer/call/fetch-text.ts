import type { HttpRequestInput } from "../../shared/contract.ts";
import { base64 } from "../viewers/base64.ts";
import { decodeUtf8 } from "../viewers/utf8.ts";

/** A request for the console of a browser or for Node. `base`: where the component answers, `http://127.0.0.1:8000`. */
export function fetchText(request: HttpRequestInput, base: string): string {
  const { method, target, headers, body } = request;
  const options = [
    ...(method === "GET" ? [] : [`method: ${JSON.stringify(method)}`]),
    ...(headers.length === 0 ? [] : [`headers: ${JSON.stringify(headers)}`]),
    ...(body === undefined ? [] : [`body: ${bodyText(body)}`]),
  ];
  const url = JSON.stringify(base.replace(/\/$/, "") + target);
  return options.length === 0 ? `await fetch(${url});` : `await fetch(${url}, {\n  ${options.join(",\n  ")},\n});`;
}

function bodyText(body: Uint8Array): string {
  const text = decodeUtf8(body);
  if (text !== undefined) return JSON.stringify(text);
  return `Uint8Array.from(atob(${JSON.stringify(base64(body))}), (char) => char.charCodeAt(0))`;
}
