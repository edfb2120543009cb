import { existsSync } from "node:fs";
import { join } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import { PACKAGE_OF_KIND } from "../project/manifest.ts";
import { cargoBuild, type LanguageBuild, readCrate } from "./cargo-project.ts";
import { tinygoBuild } from "./go-project.ts";
import { insidePath, loopback, type Origin, type Proposal, type ProposedComponent, texts } from "./proposal.ts";
import type { SourceDocument } from "./source-document.ts";
import type { DocumentPath } from "./toml-lines.ts";
import { sketchWit } from "./wit-world.ts";

export const WASMCLOUD_TOML = "wasmcloud.toml";

/** What of the file has no meaning here, by the beginning of its path. */
const IGNORED: readonly (readonly [path: string, reason: string])[] = [
  ["version", "a version is for publishing"],
  ["revision", "a revision is for publishing"],
  ["registry", "Vitrine neither publishes nor fetches WIT"],
  ["package_config", "Vitrine fetches no WIT"],
  ["overrides", "Vitrine fetches no WIT"],
  ["provider", "a capability provider is not a component"],
  ["component.wit_world", "the world is read from the component itself"],
  ["component.key_directory", "Vitrine loads components unsigned"],
  ["component.tags", "Vitrine loads components unsigned"],
  ["component.claims", "Vitrine loads components unsigned"],
  ["component.call_alias", "a call alias is for signing"],
  ["component.wasip1_adapter_path", "the build command adapts"],
  ["component.registry", "Vitrine publishes nothing"],
  ["component.push_insecure", "Vitrine publishes nothing"],
];

/**
 * Takes over a `wasmcloud.toml` of wasmCloud 1.x.
 * @returns the name of its component
 * @throws StudioError `project-not-found` when it describes no component
 */
export function importWasmcloudToml(proposal: Proposal, folder: string, document: SourceDocument): string {
  if (document.text("type") === "provider" || document.at("provider") !== undefined) {
    throw new StudioError(
      "project-not-found",
      `${join(folder, document.file)} describes a capability provider, and Vitrine runs components. Open the folder of a component.`,
    );
  }
  const at = (...path: DocumentPath): Origin => ({ document, path });
  const crate = readCrate(folder, ".");
  const wished = document.text("name") ?? crate?.name ?? "component";
  const { name, component } = proposal.component(wished);
  if (document.text("name") !== undefined) {
    if (name === wished) proposal.mapped(at("name"), `components.${name}`, "the component's name");
    else proposal.changed(at("name"), `components.${name}`, "a name has letters, digits, dots, hyphens and underscores");
  }
  root(proposal, document, name, component);
  build(proposal, folder, document, name, component);
  dev(proposal, document, name, component);
  for (const [prefix, reason] of IGNORED) {
    const path = prefix.split(".");
    if (document.at(...path) !== undefined) proposal.ignored(at(...path), reason);
  }
  return name;
}

function root(proposal: Proposal, document: SourceDocument, name: string, component: ProposedComponent): void {
  const path = document.text("path");
  if (path === undefined) return;
  const inside = insidePath(path);
  const origin = { document, path: ["path"] };
  if (inside === undefined) return proposal.ignored(origin, `${path} is outside of this folder`);
  if (inside !== ".") component.root = inside;
  proposal.mapped(origin, `components.${name}.root`, "where the build command runs");
}

function build(
  proposal: Proposal,
  folder: string,
  document: SourceDocument,
  name: string,
  component: ProposedComponent,
): void {
  const origin = (...path: DocumentPath): Origin => ({ document, path });
  const to = `components.${name}.build.command`;
  const command = document.text("component", "build_command");
  const folderOfBuilds = document.text("build") ?? "build";
  const crate = readCrate(folder, component.root ?? ".");
  const artefactName = crate?.artefact ?? document.text("name") ?? name;
  if (document.text("build") !== undefined) proposal.mapped(origin("build"), `components.${name}.wasm`, "the folder of artefacts");
  if (document.text("wit") !== undefined) proposal.mapped(origin("wit"), `components.${name}`, "where the world is looked up");
  const destination = document.text("component", "destination");
  if (command !== undefined) {
    // wash takes it apart at blanks and asks no shell.
    component.build = { command: command.trim().split(/\s+/) };
    proposal.mapped(origin("component", "build_command"), to, "the build command, run without a shell as wash does");
    const artefact = document.text("component", "build_artifact") ?? `${folderOfBuilds}/${artefactName}.wasm`;
    component.wasm = pathOr(proposal, origin("component", "build_artifact"), artefact, component.wasm);
    if (document.text("component", "build_artifact") !== undefined) {
      proposal.mapped(origin("component", "build_artifact"), `components.${name}.wasm`, "the artefact");
    }
    if (destination !== undefined) {
      const reason = `${destination} is written when wash signs; Vitrine loads what the build command writes`;
      proposal.changed(origin("component", "destination"), `components.${name}.wasm`, reason);
    }
    return;
  }
  const language = document.text("language") ?? "";
  const made = languageBuild(folder, document, component.root ?? ".");
  if (made !== undefined) {
    component.wasm = made.wasm;
    component.build = { command: made.command, ...(made.env === undefined ? {} : { env: made.env }) };
    proposal.changed(origin("language"), to, made.note ?? `what wash build runs for ${language}, without signing`);
    if (document.at("component", "wasm_target") !== undefined) {
      proposal.mapped(origin("component", "wasm_target"), to, "the target of the build");
    }
    for (const key of [language, "rust", "tinygo"]) if (document.at(key) !== undefined) proposal.mapped(origin(key), to, "options of the build");
    if (destination !== undefined) {
      const reason = `${destination} is written when wash signs; Vitrine loads what the compiler writes`;
      proposal.changed(origin("component", "destination"), `components.${name}.wasm`, reason);
    }
    return;
  }
  component.build = { command: ["wash", "build"] };
  const signed = destination ?? `${folderOfBuilds}/${artefactName}_s.wasm`;
  component.wasm = pathOr(proposal, origin("component", "destination"), signed, component.wasm);
  const target = document.text("component", "wasm_target") ?? "wasm32-unknown-unknown, the default of wash,";
  proposal.changed(
    origin(document.at("component", "wasm_target") === undefined ? "language" : "component", ...(document.at("component", "wasm_target") === undefined ? [] : ["wasm_target"])),
    to,
    `a build for ${target} has to be made a component by wash; this needs wash 1.x`,
  );
  if (destination !== undefined) proposal.mapped(origin("component", "destination"), `components.${name}.wasm`, "the artefact");
}

/** What `wash build` runs where that makes a component by itself. */
function languageBuild(folder: string, document: SourceDocument, root: string): LanguageBuild | undefined {
  const target = document.text("component", "wasm_target") ?? "";
  if (!["wasm32-wasip2", "wasm32-wasi-preview2", "wasm32-preview2"].includes(target)) return undefined;
  const language = document.text("language");
  if (language === "rust") {
    const crate = readCrate(folder, root);
    if (crate === undefined || document.at("rust", "target_path") !== undefined) return undefined;
    return cargoBuild(folder, { ...crate, isCargoComponent: false }, document.at("rust", "debug") !== true);
  }
  if (language !== "tinygo") return undefined;
  const wit = document.text("wit") ?? "wit";
  const world = document.text("component", "wit_world") ?? sketchWit(folder, wit).world;
  if (world === undefined) return undefined;
  const scheduler = document.text("tinygo", "scheduler");
  const collector = document.text("tinygo", "garbage_collector");
  return tinygoBuild({
    name: document.text("name") ?? "component",
    build: document.text("build") ?? "build",
    wit,
    world,
    generate: document.at("tinygo", "disable_go_generate") !== true,
    options: [...(scheduler === undefined ? [] : ["-scheduler", scheduler]), ...(collector === undefined ? [] : ["-gc", collector])],
  });
}

/** `[dev]`: config, secrets, overrides. Manifests are read by whoever looks for wadm. */
function dev(proposal: Proposal, document: SourceDocument, name: string, component: ProposedComponent): void {
  for (const key of ["config", "configs"]) configs(proposal, document, ["dev", key], name, component);
  for (const key of ["link_config", "link_configs"]) {
    if (document.at("dev", key) !== undefined) {
      proposal.ignored({ document, path: ["dev", key] }, "it sets up capability providers, which Vitrine stands in for");
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

function configs(proposal: Proposal, document: SourceDocument, path: DocumentPath, name: string, component: ProposedComponent): void {
  for (const at of each(document, path)) {
    const values = document.entries(...at, "values");
    if (values.length > 0) {
      component.config = { ...component.config, values: { ...component.config?.values, ...texts(values) } };
      proposal.mapped({ document, path: at }, `components.${name}.config.values`, values.map(([key]) => key).join(", "));
    } else {
      const reason = `the config ${document.text(...at, "name") ?? ""} is kept in a wasmCloud lattice; write its values into the project file`;
      proposal.ignored({ document, path: at }, reason);
    }
  }
}

function secrets(proposal: Proposal, document: SourceDocument, path: DocumentPath, name: string, component: ProposedComponent): void {
  for (const at of each(document, path)) {
    const secret = document.text(...at, "name");
    if (secret === undefined) {
      proposal.ignored({ document, path: at }, "it has no name");
      continue;
    }
    if (!component.secrets.includes(secret)) component.secrets.push(secret);
    const variable = proposal.secretFromEnv(secret);
    const values = document.entries(...at, "values").map(([key]) => key);
    const had = values.length === 0 ? "it comes from a secrets backend" : `its value (${values.join(", ")}) is not copied`;
    proposal.changed({ document, path: at }, `secrets.${secret}`, `${had}; set the environment variable ${variable}`);
  }
}

function importOverride(proposal: Proposal, document: SourceDocument, path: DocumentPath, name: string, component: ProposedComponent): void {
  const spec = document.text(...path, "interface_spec") ?? document.text(...path, "interface") ?? "";
  const origin = { document, path };
  const [, packageName = "", single] = /^([a-z][a-z0-9-]*:[a-z][a-z0-9-]*)(?:\/([a-z][a-z0-9-]*))?/.exec(spec) ?? [];
  const kind = (Object.keys(PACKAGE_OF_KIND) as (keyof typeof PACKAGE_OF_KIND)[]).find((key) => PACKAGE_OF_KIND[key] === packageName);
  for (const key of ["config", "configs"]) configs(proposal, document, [...path, key], name, component);
  secrets(proposal, document, [...path, "secrets"], name, component);
  if (kind === undefined) {
    proposal.ignored(origin, `Vitrine has no backend for ${packageName === "" ? "this" : packageName}; what it offers needs no link`);
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
  if (image !== undefined) proposal.ignored({ document, path: [...path, "image_ref"] }, `Vitrine stands in for ${image}`);
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
  const configured = ["config", "configs", "link_config", "link_configs"].flatMap((key) => each(document, [...path, key]));
  const address = configured.map((at) => document.text(...at, "values", "address")).find((text) => text !== undefined);
  const subscriptions = configured.map((at) => document.text(...at, "values", "subscriptions")).find((text) => text !== undefined);
  const listening = address === undefined ? undefined : loopback(address);
  if (spec.startsWith("wasi:http/incoming-handler") && listening !== undefined) {
    proposal.http.push({ listen: listening.listen, routes: [{ path: "/", component: name }] });
    const to = `triggers.http[${proposal.http.length - 1}]`;
    if (listening.changed) proposal.changed(origin, to, `${address} is open to the network; Vitrine listens on this machine alone`);
    else proposal.mapped(origin, to, `HTTP on ${listening.listen}`);
  } else if (spec.startsWith("wasmcloud:messaging/handler") && subscriptions !== undefined) {
    proposal.backend("messaging", "messaging");
    for (const subject of subscriptions.split(",").map((text) => text.trim())) proposal.messages.push({ subject, component: name });
    proposal.mapped(origin, "triggers.messages", subscriptions);
  } else proposal.ignored(origin, "nothing of it has a counterpart here");
}

/** A path inside the folder, or what would be there otherwise. */
function pathOr(proposal: Proposal, origin: Origin, path: string, otherwise: string): string {
  const inside = insidePath(path.replace(/^file:\/\//, ""));
  if (inside !== undefined) return inside;
  proposal.ignored(origin, `${path} is outside of this folder; ${otherwise} is looked for instead`);
  return otherwise;
}

/** The wadm manifests a `wasmcloud.toml` names for development. */
export function devManifests(folder: string, document: SourceDocument): readonly string[] {
  const paths = Array.from({ length: document.count("dev", "manifests") }, (_, i) => document.text("dev", "manifests", i, "path"));
  return paths.flatMap((path) => {
    const inside = path === undefined ? undefined : insidePath(path);
    return inside !== undefined && existsSync(join(folder, inside)) ? [inside] : [];
  });
}
