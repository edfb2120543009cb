import { type BackendKindName, PACKAGE_OF_KIND } from "../project/manifest.ts";
import { type Origin, type Proposal, safeName, subscriptionsOf } from "./proposal.ts";
import type { SourceDocument } from "./source-document.ts";
import type { DocumentPath } from "./toml-lines.ts";
import { serve } from "./wadm-http.ts";

/** A component or a capability of a manifest. */
export type WadmPart =
  | { readonly kind: "component"; readonly name: string; readonly path: DocumentPath; readonly proposed: string }
  | {
      readonly kind: "capability";
      readonly name: string;
      readonly path: DocumentPath;
      /** Name of its image without registry and version. */
      readonly image: string;
      /** What it is started with, by keys in small letters. */
      readonly settings: ReadonlyMap<string, string>;
      isLinked: boolean;
      /** A link of it became something. */
      isServed: boolean;
    };

export type WadmComponent = Extract<WadmPart, { kind: "component" }>;
export type WadmCapability = Extract<WadmPart, { kind: "capability" }>;

export interface WadmLink {
  readonly origin: Origin;
  /** `wasi:keyvalue` */
  readonly package: string;
  readonly interfaces: readonly string[];
  readonly name: string;
  /** What each end is configured with. */
  readonly source: LinkConfig;
  readonly target: LinkConfig;
}

interface LinkConfig {
  readonly values: ReadonlyMap<string, string>;
  /** Sets whose values are not in the file. */
  readonly named: readonly string[];
  readonly secrets: readonly string[];
}

/** By what a provider is called, and by what it is linked for: anybody's provider may serve a known package. */
const BACKENDS: readonly (readonly [prefix: string, kind: BackendKindName])[] = [
  ["keyvalue-", "keyvalue"],
  ["blobstore-", "blobstore"],
  ["messaging-", "messaging"],
];
const KINDS = Object.entries(PACKAGE_OF_KIND) as readonly (readonly [BackendKindName, string])[];

function kindOf(image: string, packageName: string): BackendKindName | undefined {
  return (
    BACKENDS.find(([prefix]) => image.startsWith(prefix))?.[1] ?? KINDS.find(([, name]) => name === packageName)?.[0]
  );
}

/**
 * One link trait, in either shape: `target: x` with `target_config` and `source_config`, or `target: { name, config, secrets }`
 * with `source: { config, secrets }`.
 */
export function importLink(
  proposal: Proposal,
  origin: Origin,
  owner: WadmPart,
  parts: ReadonlyMap<string, WadmPart>,
): void {
  const { document, path } = origin;
  const at = [...path, "properties"];
  const targetName = document.text(...at, "target") ?? document.text(...at, "target", "name");
  const target = targetName === undefined ? undefined : parts.get(targetName);
  const namespace = document.text(...at, "namespace");
  const packageName = document.text(...at, "package");
  if (target === undefined || namespace === undefined || packageName === undefined) {
    const why = target === undefined ? `its target ${targetName ?? ""} is not in the manifest` : "it names no package";
    return proposal.ignored(origin, why);
  }
  const interfaces = document.at(...at, "interfaces");
  const link: WadmLink = {
    origin,
    package: `${namespace}:${packageName}`,
    interfaces: Array.isArray(interfaces) ? interfaces.filter((each) => typeof each === "string") : [],
    name: document.text(...at, "name") ?? "default",
    source: linkConfig(document, at, "source"),
    target: linkConfig(document, at, "target"),
  };
  for (const secret of [...link.source.secrets, ...link.target.secrets]) {
    proposal.ignored(origin, `the secret ${secret} is for a capability provider, which Vitrine stands in for`);
  }
  for (const set of [...link.source.named, ...link.target.named]) {
    proposal.ignored(origin, `the config ${set} is kept in a lattice and cannot be read here`);
  }
  if (owner.kind === "capability") owner.isLinked = true;
  if (target.kind === "capability") target.isLinked = true;
  if (owner.kind === "component" && target.kind === "component") return toComponent(proposal, link, owner, target);
  if (owner.kind === "component" && target.kind === "capability") return toCapability(proposal, link, owner, target);
  if (owner.kind === "capability" && target.kind === "component") return fromCapability(proposal, link, owner, target);
  proposal.ignored(origin, "it links two capabilities with each other");
}

function toComponent(proposal: Proposal, link: WadmLink, owner: WadmComponent, target: WadmComponent): void {
  const to = addLink(proposal, link, owner, { component: target.proposed });
  proposal.mapped(link.origin, to, `calls ${target.proposed} directly`);
}

function toCapability(proposal: Proposal, link: WadmLink, owner: WadmComponent, provider: WadmCapability): void {
  const { image, name: part } = provider;
  if (image.startsWith("http-client") || link.package === "wasi:http") {
    provider.isServed = true;
    const { component } = proposal.component(owner.name);
    component.egress ??= { allow: [] };
    proposal.comment(
      ["components", owner.proposed, "egress"],
      "Hosts that may be asked, such as https://api.example.com. The app asks about others, the command line refuses them.",
    );
    const reason = "outgoing HTTP needs no link; each host needs a line in egress.allow, or your word when it is asked";
    return proposal.changed(link.origin, `components.${owner.proposed}.egress`, reason);
  }
  const kind = kindOf(image, link.package);
  if (kind === undefined) {
    const reason = `Vitrine has nothing to stand in for ${image === "" ? part : image}: calls of ${link.package} trap with a message`;
    return proposal.ignored(link.origin, reason);
  }
  provider.isServed = true;
  const name = safeName(part);
  const backend = proposal.backend(name, kind);
  const to = addLink(proposal, link, owner, name);
  proposal.mapped(link.origin, to, `${kind} in the project's state folder in place of ${image}`);
  const rest = new Map(link.target.values);
  const bucket = rest.get("bucket");
  if (kind === "keyvalue" && bucket !== undefined) {
    // The NATS provider takes the link's name for the name a component opens.
    backend.buckets = { ...backend.buckets, [link.name]: bucket };
    rest.delete("bucket");
    proposal.mapped(link.origin, `backends.${name}.buckets`, `the bucket ${bucket}`);
  }
  const subscriptions = rest.get("subscriptions");
  if (kind === "messaging" && subscriptions !== undefined) {
    rest.delete("subscriptions");
    subscribe(proposal, link, owner, name, subscriptions);
  }
  leftOver(proposal, link, rest);
}

function fromCapability(proposal: Proposal, link: WadmLink, provider: WadmCapability, target: WadmComponent): void {
  const { image, name: part } = provider;
  if (link.package === "wasi:http") {
    provider.isServed = true;
    return leftOver(proposal, link, serve(proposal, link, provider, target));
  }
  const subscriptions = link.source.values.get("subscriptions");
  const isBus = kindOf(image, link.package) === "messaging";
  if (isBus && subscriptions !== undefined) {
    provider.isServed = true;
    const name = safeName(part);
    proposal.backend(name, "messaging");
    subscribe(proposal, link, target, name, subscriptions);
    const rest = new Map(link.source.values);
    rest.delete("subscriptions");
    return leftOver(proposal, link, rest);
  }
  const what = isBus ? "it subscribes to nothing" : `Vitrine has nothing that calls ${link.package} as ${image} does`;
  proposal.ignored(link.origin, what);
}

function subscribe(
  proposal: Proposal,
  link: WadmLink,
  { proposed: component }: WadmComponent,
  bus: string,
  subscriptions: string,
): void {
  const all = subscriptionsOf(subscriptions);
  for (const each of all) {
    const isKnown = proposal.messages.some(
      (known) => known.component === component && known.subject === each.subject && known.bus === bus,
    );
    if (!isKnown) proposal.messages.push({ bus, ...each, component });
  }
  const subjects = all.map(({ subject, queue }) => (queue === undefined ? subject : `${subject}|${queue}`));
  proposal.mapped(link.origin, "triggers.messages", `subscriptions to ${subjects.join(", ")}`);
}

function addLink(
  proposal: Proposal,
  link: WadmLink,
  owner: WadmComponent,
  to: string | { readonly component: string },
): string {
  const { component } = proposal.component(owner.name);
  component.links.push({
    import: link.package,
    ...(link.interfaces.length === 0 ? {} : { interfaces: link.interfaces }),
    ...(link.name === "default" ? {} : { name: link.name }),
    to,
  });
  return `components.${owner.proposed}.links[${component.links.length - 1}]`;
}

function leftOver(proposal: Proposal, link: WadmLink, rest: ReadonlyMap<string, string>): void {
  if (rest.size === 0) return;
  proposal.ignored(
    link.origin,
    `${[...rest.keys()].join(", ")}: for a capability provider, which Vitrine stands in for`,
  );
}

function linkConfig(document: SourceDocument, at: DocumentPath, end: "source" | "target"): LinkConfig {
  const values = new Map<string, string>();
  const named: string[] = [];
  const secrets: string[] = [];
  for (const path of [
    [...at, end, "config"],
    [...at, `${end}_config`],
  ]) {
    for (let i = 0; i < document.count(...path); i++) {
      const entries = document.values(...path, i, "properties");
      for (const [key, value] of entries) values.set(key, typeof value === "string" ? value : JSON.stringify(value));
      const name = document.text(...path, i, "name") ?? "without a name";
      if (entries.length === 0) named.push(name);
    }
  }
  // Manifests of wadm before 0.7 have the values of a linkdef right here.
  for (const [key, value] of document.values(...at, "values")) if (typeof value === "string") values.set(key, value);
  for (const path of [
    [...at, end, "secrets"],
    [...at, `${end}_secrets`],
  ]) {
    for (let i = 0; i < document.count(...path); i++)
      secrets.push(document.text(...path, i, "name") ?? "without a name");
  }
  return { values, named, secrets };
}
