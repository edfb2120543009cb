import type { OutgoingHead } from "../../../shared/worker-protocol.ts";
import { RequestFailure } from "./request-failure.ts";

/** Where a request goes. */
export interface Destination {
  readonly scheme: "http" | "https";
  /** In the one form that is compared and connected to: lower case, without brackets, numbers of IPv4 in dots. */
  readonly host: string;
  readonly port: number;
  /** As it would stand in `egress.allow`: `https://api.example.com`, `http://127.0.0.1:8000`. */
  readonly origin: string;
}

export const DEFAULT_PORT = { http: 80, https: 443 } as const;

/**
 * One parser decides what an authority names, for the allow-list and for the connection alike: two of them could
 * disagree, and let something through. @throws RequestFailure
 */
export function parseDestination({ scheme, authority }: Pick<OutgoingHead, "scheme" | "authority">): Destination {
  const url = URL.parse(`${scheme}://${authority}/`);
  if (url === null || url.hostname === "" || url.username !== "" || url.password !== "" || url.pathname !== "/") {
    throw new RequestFailure({ tag: "HTTP-request-URI-invalid" }, `${JSON.stringify(authority)} names no host`);
  }
  return {
    scheme,
    host: plainHost(url.hostname),
    port: url.port === "" ? DEFAULT_PORT[scheme] : Number(url.port),
    origin: url.origin,
  };
}

/** Without the brackets of IPv6 and the dot that ends a full domain name. */
export function plainHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}
