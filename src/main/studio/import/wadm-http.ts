import { loopback, type Proposal } from "./proposal.ts";
import type { WadmCapability, WadmComponent, WadmLink } from "./wadm-link.ts";

const DEFAULT_ADDRESS = "0.0.0.0:8000";
/** What is read of a link here. */
const READ = ["address", "routing_mode", "path", "host"];

/**
 * A link of an HTTP server. It routes by the address of each link, or takes one address and routes by path or by host;
 * which of them is said where the provider is started.
 * @returns what else the link says
 */
export function serve(
  proposal: Proposal,
  link: WadmLink,
  { settings }: WadmCapability,
  target: WadmComponent,
): ReadonlyMap<string, string> {
  const { values } = link.source;
  const mode = values.get("routing_mode") ?? settings.get("routing_mode") ?? "address";
  const shared = settings.get("address") ?? settings.get("default_address");
  const address = (mode === "address" ? values.get("address") : undefined) ?? shared ?? values.get("address");
  const host = mode === "host" ? (values.get("host") ?? "") : undefined;
  const path = mode === "path" ? (values.get("path") ?? "/") : "/";
  route(proposal, link, target, { address: address ?? DEFAULT_ADDRESS, path, ...(host === undefined ? {} : { host }) });
  return new Map([...values].filter(([key]) => !READ.includes(key)));
}

interface Route {
  readonly address: string;
  readonly path: string;
  readonly host?: string;
}

function route(
  proposal: Proposal,
  link: WadmLink,
  { proposed: component }: WadmComponent,
  { address, path, host }: Route,
): void {
  const listening = loopback(address);
  if (listening === undefined) return proposal.ignored(link.origin, `${address} is no address and port`);
  // A router of the provider may take patterns; Vitrine takes the beginning of a path.
  const plain = path.replace(/\/?\{.*$/, "") || "/";
  if (!plain.startsWith("/")) return proposal.ignored(link.origin, `${path} is no path`);
  const { listen } = listening;
  const at = proposal.http.findIndex((trigger) => trigger.listen === listen);
  const known = proposal.http[at]?.routes ?? [];
  if (known.some((each) => each.path === plain)) {
    const taken = host === undefined ? `${plain} on ${listen} leads elsewhere already` : "Vitrine routes by path alone";
    return proposal.ignored(link.origin, `${taken}; give ${component} a route or a trigger of its own`);
  }
  const trigger = { listen, routes: [...known, { path: plain, component }] };
  const index = at === -1 ? proposal.http.push(trigger) - 1 : at;
  proposal.http[index] = trigger;
  const to = `triggers.http[${index}]`;
  const changes = [
    ...(listening.changed ? [`${address} is open to the network; Vitrine listens on ${listen}`] : []),
    ...(host === undefined ? [] : [`every host leads to it, not ${host === "" ? "one" : host} alone`]),
    ...(plain === path ? [] : [`${path} is a pattern; Vitrine routes all below ${plain}`]),
  ];
  if (listening.changed) {
    const note = `The manifest listens on ${address}, open to the network; here it is this machine alone.`;
    proposal.comment(["triggers", "http", index], note);
  }
  if (changes.length > 0) proposal.changed(link.origin, to, changes.join("; "));
  else proposal.mapped(link.origin, to, `HTTP on ${listen}${plain === "/" ? "" : `, ${plain}`}`);
}
