import { PACKAGE_OF_KIND } from "../project/manifest.ts";
import { loopback, type Proposal, type ProposedComponent, subscriptionsOf, texts } from "./proposal.ts";
import type { SourceDocument } from "./source-document.ts";
import type { DocumentPath } from "./toml-lines.ts";

/** `[dev]`: config, secrets, overrides, and the names of manifests, which are read by whoever looks for wadm. */
export function importDev(
  proposal: Proposal,
  document: SourceDocument,
  name: string,
  component: ProposedComponent,
): void {
  for (let i = 0; i < document.count("dev", "manifests"); i++)
    proposal.ignored(
      { document, path: ["dev", "manifests", i] },
      "it names a wadm manifest, which is looked for first",
    );
  for (const key of ["config", "configs"]) configs(proposal, document, ["dev", key], name, component);
  for (const key of ["link_config", "link_configs"]) {
    if (document.at("dev", key) !== undefined) {
      proposal.ignored(
        { document, path: ["dev", key] },
        "it sets up capability providers, which Vitrine stands in for",
      );
    }
  }
  secrets(proposal, document, ["dev", "secrets"], name, component);
  for (let i = 0; i < document.count("dev", "overrides", "imports"); i++) {
    importOverride(proposal, document, ["dev", "overrides", "imports", i], name, component);
  }
  for (let i = 0; i < document.count("dev", "overrides", "exports"); i++) {
    exportOverride(proposal, document, ["dev", "overrides", "exports", i], name);
  }
}

/** One `{ values }` or `{ name }`, or a list of them. */
function each(document: SourceDocument, path: DocumentPath): readonly DocumentPath[] {
  const value = document.at(...path);
  if (Array.isArray(value)) return value.map((_, i) => [...path, i]);
  return value === undefined ? [] : [path];
}

function configs(
  proposal: Proposal,
  document: SourceDocument,
  path: DocumentPath,
  name: string,
  component: ProposedComponent,
): void {
  for (const at of each(document, path)) {
    const values = document.values(...at, "values");
    if (values.length > 0) {
      component.config = { ...component.config, values: { ...component.config?.values, ...texts(values) } };
      proposal.mapped(
        { document, path: at },
        `components.${name}.config.values`,
        values.map(([key]) => key).join(", "),
      );
    } else {
      const reason = `the config ${document.text(...at, "name") ?? ""} is kept in a wasmCloud lattice; write its values into the project file`;
      proposal.ignored({ document, path: at }, reason);
    }
  }
}

function secrets(
  proposal: Proposal,
  document: SourceDocument,
  path: DocumentPath,
  name: string,
  component: ProposedComponent,
): void {
  for (const at of each(document, path)) {
    const secret = document.text(...at, "name");
    if (secret === undefined) {
      proposal.ignored({ document, path: at }, "it has no name");
      continue;
    }
    if (!component.secrets.includes(secret)) component.secrets.push(secret);
    const variable = proposal.secretFromEnv(secret);
    // Where the value is kept: the row says what takes its place.
    document.values(...at, "source");
    const values = document.values(...at, "values").map(([key]) => key);
    const had =
      values.length === 0 ? "it comes from a secrets backend" : `its value (${values.join(", ")}) is not copied`;
    proposal.changed({ document, path: at }, `secrets.${secret}`, `${had}; set the environment variable ${variable}`);
  }
}

function importOverride(
  proposal: Proposal,
  document: SourceDocument,
  path: DocumentPath,
  name: string,
  component: ProposedComponent,
): void {
  const spec = document.text(...path, "interface_spec") ?? document.text(...path, "interface") ?? "";
  const origin = { document, path };
  const [, packageName = "", single] = /^([a-z][a-z0-9-]*:[a-z][a-z0-9-]*)(?:\/([a-z][a-z0-9-]*))?/.exec(spec) ?? [];
  const kind = (Object.keys(PACKAGE_OF_KIND) as (keyof typeof PACKAGE_OF_KIND)[]).find(
    (key) => PACKAGE_OF_KIND[key] === packageName,
  );
  for (const key of ["config", "configs"]) configs(proposal, document, [...path, key], name, component);
  secrets(proposal, document, [...path, "secrets"], name, component);
  if (kind === undefined) {
    proposal.ignored(
      origin,
      `Vitrine has no backend for ${packageName === "" ? "this" : packageName}; what it offers needs no link`,
    );
    return;
  }
  const linkName = document.text(...path, "link_name") ?? "default";
  const backend = linkName === "default" ? kind : linkName;
  proposal.backend(backend, kind);
  component.links.push({
    import: packageName,
    ...(single === undefined ? {} : { interfaces: [single] }),
    ...(linkName === "default" ? {} : { name: linkName }),
    to: backend,
  });
  const link = `components.${name}.links[${component.links.length - 1}]`;
  proposal.mapped(origin, link, `${packageName} under the link name ${linkName}`);
  const image = document.text(...path, "image_ref") ?? document.text(...path, "uri");
  if (image !== undefined)
    proposal.ignored({ document, path: [...path, "image_ref"] }, `Vitrine stands in for ${image}`);
  for (const key of ["link_config", "link_configs"]) {
    for (const at of each(document, [...path, key])) {
      const bucket = document.text(...at, "values", "bucket");
      if (kind === "keyvalue" && bucket !== undefined) {
        proposal.backend(backend, kind).buckets = { [linkName]: bucket };
        proposal.mapped({ document, path: at }, `backends.${backend}.buckets`, `the bucket ${bucket}`);
      } else proposal.ignored({ document, path: at }, "it sets up a capability provider, which Vitrine stands in for");
    }
  }
}

function exportOverride(proposal: Proposal, document: SourceDocument, path: DocumentPath, name: string): void {
  const spec = document.text(...path, "interface_spec") ?? document.text(...path, "interface") ?? "";
  const origin = { document, path };
  const configured = ["config", "configs", "link_config", "link_configs"].flatMap((key) =>
    each(document, [...path, key]),
  );
  const address = configured.map((at) => document.text(...at, "values", "address")).find((text) => text !== undefined);
  const subscriptions = configured
    .map((at) => document.text(...at, "values", "subscriptions"))
    .find((text) => text !== undefined);
  const listening = address === undefined ? undefined : loopback(address);
  if (spec.startsWith("wasi:http/incoming-handler") && listening !== undefined) {
    proposal.http.push({ listen: listening.listen, routes: [{ path: "/", component: name }] });
    const to = `triggers.http[${proposal.http.length - 1}]`;
    if (listening.changed)
      proposal.changed(origin, to, `${address} is open to the network; Vitrine listens on this machine alone`);
    else proposal.mapped(origin, to, `HTTP on ${listening.listen}`);
  } else if (spec.startsWith("wasmcloud:messaging/handler") && subscriptions !== undefined) {
    proposal.backend("messaging", "messaging");
    for (const each of subscriptionsOf(subscriptions)) proposal.messages.push({ ...each, component: name });
    proposal.mapped(origin, "triggers.messages", subscriptions);
  } else proposal.ignored(origin, "nothing of it has a counterpart here");
}
