import { DEFAULT_PORT, type Destination, plainHost } from "./destination.ts";

/**
 * One entry of `egress.allow`. `https://api.example.com` is that host at the scheme's port; `https://*.example.com` every
 * host below it, at any depth; `localhost:9000` either scheme; `https://*` every host; `http://localhost:*` every port.
 */
export interface AllowRule {
  /** As it stands in the project. */
  readonly text: string;
  matches(destination: Destination): boolean;
}

const ENTRY = /^(?:(https?):\/\/)?(\*\.)?(\[[0-9A-Fa-f:.]+\]|[^\s/?#@:*[\]]+|\*)(?::(\d{1,5}|\*))?\/?$/i;

/** Undefined for what is no entry. */
export function parseAllowRule(text: string): AllowRule | undefined {
  const match = ENTRY.exec(text);
  if (match === null) return undefined;
  const [, schemeText, below, hostText = "", portText] = match;
  const scheme = schemeText?.toLowerCase();
  const host = hostText === "*" ? undefined : canonicalHost(hostText);
  if ((host === undefined && (hostText !== "*" || below !== undefined)) || Number(portText) > 65_535) return undefined;
  return {
    text,
    matches: (destination) =>
      (scheme === undefined || destination.scheme === scheme) &&
      (portText === "*" || destination.port === Number(portText ?? DEFAULT_PORT[destination.scheme])) &&
      (host === undefined || (below === undefined ? destination.host === host : destination.host.endsWith(`.${host}`))),
  };
}

/** As destinations have it; undefined when it is none. */
function canonicalHost(text: string): string | undefined {
  const url = URL.parse(`http://${text}/`);
  return url === null || url.hostname === "" ? undefined : plainHost(url.hostname);
}
