import { type BackendKindName, PACKAGE_OF_KIND } from "../project/manifest.ts";
import {
  insidePath,
  loopback,
  type Origin,
  type Proposal,
  type ProposedComponent,
  safeName,
  subscriptionsOf,
  texts,
} from "./proposal.ts";
import type { SourceDocument } from "./source-document.ts";
import type { DocumentPath } from "./toml-lines.ts";

const DEV_PATHS: readonly (readonly [key: string, kind: BackendKindName])[] = [
  ["wasi_keyvalue_path", "keyvalue"],
  ["wasi_blobstore_path", "blobstore"],
];

/** `dev`: where it listens, what stands in for capabilities, and the other components of the project. */
export function importWashDev(proposal: Proposal, document: SourceDocument, name: string): void {
  const address = document.text("dev", "address");
  if (address !== undefined) {
    const listening = loopback(address);
    const origin = { document, path: ["dev", "address"] };
    if (listening === undefined) proposal.ignored(origin, `${address} is no address and port`);
    else {
      proposal.http.push({ listen: listening.listen, routes: [{ path: "/", component: name }] });
      if (listening.changed)
        proposal.changed(
          origin,
          "triggers.http[0]",
          `${address} is open to the network; Vitrine listens on ${listening.listen}`,
        );
      else proposal.mapped(origin, "triggers.http[0]", `HTTP on ${listening.listen}`);
    }
  }
  for (const [key, kind] of DEV_PATHS) {
    if (document.at("dev", key) === undefined) continue;
    proposal.backend(kind, kind);
    proposal.changed(
      { document, path: ["dev", key] },
      `backends.${kind}`,
      "kept in the project's state folder, with history",
    );
  }
  for (let i = 0; i < document.count("dev", "components"); i++) {
    const path = ["dev", "components", i];
    const wished = document.text(...path, "name") ?? `component-${i + 1}`;
    const { name: other, component } = proposal.component(wished);
    settings(proposal, document, path, other, component);
    const file = document.text(...path, "file");
    const inside = file === undefined ? undefined : insidePath(file);
    if (inside === undefined) {
      const reason = `${file ?? document.text(...path, "image") ?? "it"} is not in this folder; ${component.wasm} is looked for`;
      proposal.changed({ document, path }, `components.${other}.wasm`, reason);
      continue;
    }
    component.wasm = inside;
    proposal.mapped({ document, path }, `components.${other}`, "another component of the project");
  }
  for (let i = 0; i < document.count("dev", "host_interfaces"); i++)
    hostInterface(proposal, document, ["dev", "host_interfaces", i], name);
}

/** What one component is given beside what the whole workload is, or in place of it. */
function settings(
  proposal: Proposal,
  document: SourceDocument,
  path: DocumentPath,
  name: string,
  component: ProposedComponent,
): void {
  const config = { ...texts(document.entries("workload", "config")), ...texts(document.values(...path, "config")) };
  takeConfig(proposal, { document, path: [...path, "config"] }, name, component, config);
  const env = {
    ...texts(document.entries("workload", "environment", "config")),
    ...texts(document.values(...path, "environment", "config")),
  };
  if (Object.keys(env).length > 0) component.env = env;
  if (document.at(...path, "environment", "config") !== undefined) {
    const origin = { document, path: [...path, "environment", "config"] };
    proposal.mapped(origin, `components.${name}.env`, Object.keys(env).join(", "));
  }
  const own = document.at(...path, "allowedHosts");
  const hosts = own ?? document.at("workload", "allowedHosts");
  if (!Array.isArray(hosts)) return;
  component.egress = { allow: hostsOf(hosts) };
  if (own === undefined) return;
  const origin = { document, path: [...path, "allowedHosts"] };
  proposal.mapped(origin, `components.${name}.egress.allow`, "hosts that may be asked");
}

/** Values for wasi:config; `subscriptions` among them are what a handler of messages hears. */
export function takeConfig(
  proposal: Proposal,
  origin: Origin,
  name: string,
  component: ProposedComponent,
  { subscriptions, ...values }: Readonly<Record<string, string>>,
): void {
  const keys = Object.keys(values);
  if (keys.length > 0) {
    component.config = { ...component.config, values };
    proposal.mapped(origin, `components.${name}.config.values`, keys.join(", "));
  }
  if (subscriptions !== undefined) subscribe(proposal, origin, name, subscriptions);
}

function subscribe(proposal: Proposal, origin: Origin, component: string, subscriptions: string): void {
  const subjects = subscriptionsOf(subscriptions).map(({ subject }) => subject);
  proposal.backend("messaging", "messaging");
  for (const subject of subjects) {
    const isKnown = proposal.messages.some((known) => known.component === component && known.subject === subject);
    if (!isKnown) proposal.messages.push({ subject, component });
  }
  proposal.mapped(origin, "triggers.messages", `subscriptions to ${subjects.join(", ")}`);
}

/** Hosts as `egress.allow` has them: one without a port means any port to wash, and the usual one here. */
export function hostsOf(list: readonly unknown[]): string[] {
  return list
    .filter((each) => typeof each === "string")
    .map((host) => (/^https?:/i.test(host) || /:(\d+|\*)$/.test(host) ? host : `${host}:*`));
}

function hostInterface(proposal: Proposal, document: SourceDocument, path: DocumentPath, name: string): void {
  const packageName = `${document.text(...path, "namespace") ?? ""}:${document.text(...path, "package") ?? ""}`;
  const kinds = Object.keys(PACKAGE_OF_KIND) as BackendKindName[];
  const kind = kinds.find((each) => PACKAGE_OF_KIND[each] === packageName);
  const origin = { document, path };
  if (kind === undefined) return proposal.ignored(origin, `${packageName} is offered without a word, or not at all`);
  const subscriptions = document.text(...path, "config", "subscriptions");
  if (kind === "messaging" && subscriptions !== undefined) {
    const heard = { document, path: [...path, "config", "subscriptions"] };
    subscribe(proposal, heard, name, subscriptions);
  }
  const label = document.text(...path, "name");
  const backend = safeName(label ?? kind);
  proposal.backend(backend, kind);
  if (label === undefined) return proposal.changed(origin, `backends.${backend}`, "kept in the project's state folder");
  const { component } = proposal.component(name);
  component.links.push({ import: packageName, label, to: backend });
  proposal.mapped(
    origin,
    `components.${name}.links[${component.links.length - 1}]`,
    `the backend ${backend} for what is imported as ${label}`,
  );
}
