/** Who may talk to the loopback server. Any web page in the person's browser can reach it, so every request is checked. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export const TOKEN_HEADER = "x-vitrine-token";

export interface GuardRules {
  readonly token: string;
  /** Names beyond the loopback ones, with or without a port; lower case. */
  readonly allowHosts: readonly string[];
}

export interface GuardedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly upgrade?: boolean;
}

export interface Refusal {
  readonly status: 401 | 403 | 421;
  /** For the person: what was refused and what to do. */
  readonly reason: string;
}

// Any port: behind an ssh tunnel the browser's port is not ours.
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/** Host, Origin and Sec-Fetch-Site: is this request from a page of ours, or from a program? */
export function refuseOrigin(request: GuardedRequest, rules: GuardRules): Refusal | undefined {
  const { headers } = request;
  const host = headers.host?.toLowerCase();
  // The defence against DNS rebinding: a foreign name that resolves to this machine is still a foreign name.
  if (host === undefined || !isAllowedHost(host, rules.allowHosts)) {
    const name = JSON.stringify(host ?? "");
    return refusal(421, `Vitrine does not answer to the name ${name}. Use 127.0.0.1, or start it with --allow-host.`);
  }
  const needsOrigin = request.upgrade === true || (request.method !== "GET" && request.method !== "HEAD");
  const { origin } = headers;
  if (origin === undefined ? needsOrigin && !hasTokenHeader(request, rules) : !isOwnOrigin(origin, host)) {
    return refusal(403, "Vitrine answers only to its own page.");
  }
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    return refusal(403, "Vitrine answers only to its own page. Open its link from the terminal or type its address.");
  }
  return undefined;
}

/** The secret: in the cookie of a browser, in a header of a program (no page can put a header on a WebSocket). */
export function refuseSession(request: GuardedRequest, rules: GuardRules): Refusal | undefined {
  const cookie = readCookie(request.headers.cookie, cookieName(request.headers.host ?? ""));
  if (sameSecret(cookie, rules.token) || hasTokenHeader(request, rules)) return undefined;
  return refusal(401, "Open the whole link that Vitrine printed when it started; it ends with #t= and a token.");
}

export function hasTokenHeader(request: GuardedRequest, rules: GuardRules): boolean {
  const value = request.headers[TOKEN_HEADER];
  return sameSecret(typeof value === "string" ? value : undefined, rules.token);
}

/** Cookies know no ports: the port the browser sees is part of the name, so that two studios do not sign each other out. */
export function cookieName(host: string): string {
  return `vitrine-${/:(\d{1,5})$/.exec(host)?.[1] ?? "80"}`;
}

function isAllowedHost(host: string, allowHosts: readonly string[]): boolean {
  return LOOPBACK.test(host) || allowHosts.includes(host) || allowHosts.includes(host.replace(/:\d{1,5}$/, ""));
}

function isOwnOrigin(origin: string, host: string): boolean {
  // https is a proxy in front of an allowed name; nobody can speak https on our own loopback port.
  return origin === `http://${host}` || (!LOOPBACK.test(host) && origin === `https://${host}`);
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? "").split(/;\s*/)) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at) === name) return pair.slice(at + 1);
  }
  return undefined;
}

function sameSecret(given: string | undefined, secret: string): boolean {
  // Hashing first gives equal lengths; the comparison then takes the same time whatever was given.
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given ?? ""), digest(secret)) && given !== undefined;
}

function refusal(status: Refusal["status"], reason: string): Refusal {
  return { status, reason };
}
