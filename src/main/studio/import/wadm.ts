import { posix } from "node:path";

import { insidePath, type Origin, type Proposal, type ProposedComponent, safeName, texts } from "./proposal.ts";
import type { SourceDocument } from "./source-document.ts";
import type { DocumentPath } from "./toml-lines.ts";
import { importLink, type WadmPart } from "./wadm-link.ts";

/** Whether a document is an application manifest of wadm. */
export function isWadm(document: SourceDocument): boolean {
  const version = document.text("apiVersion") ?? "";
  return version.startsWith("core.oam.dev/") && document.text("kind") === "Application";
}

/**
 * Takes over a wadm manifest: the only file that states links, their names and their configuration.
 * @returns the names of its components, in the order of the file
 */
export function importWadm(proposal: Proposal, document: SourceDocument): readonly string[] {
  const at = (...path: DocumentPath): Origin => ({ document, path });
  for (const key of ["apiVersion", "kind"]) proposal.ignored(at(key), "it says what kind of file this is");
  const name = document.text("metadata", "name");
  if (name !== undefined) {
    proposal.name = name;
    proposal.mapped(at("metadata", "name"), "name", "the name of the project");
  }
  for (const key of ["annotations", "labels"]) {
    if (document.at("metadata", key) !== undefined) proposal.ignored(at("metadata", key), "notes for publishing");
  }
  if (document.at("spec", "policies") !== undefined) {
    proposal.ignored(
      at("spec", "policies"),
      "policies say where secrets are kept; here they come from the environment or a file",
    );
  }
  const parts = new Map<string, WadmPart>();
  for (let i = 0; i < document.count("spec", "components"); i++) {
    const part = readPart(proposal, document, ["spec", "components", i]);
    if (part !== undefined) parts.set(part.name, part);
  }
  // First all of them, since a link may lead to one that stands below.
  for (const part of parts.values()) traits(proposal, document, part, parts);
  for (const part of parts.values()) {
    if (part.kind !== "capability") continue;
    const what = part.image === "" ? "it" : part.image;
    const who = part.isServed ? `Vitrine stands in for ${what}` : `Vitrine has nothing to stand in for ${what}`;
    proposal.ignored(
      at(...part.path),
      part.isLinked ? `${who}; its links are rows of their own` : "no component is linked with it",
    );
  }
  return [...parts.values()].flatMap((part) => (part.kind === "component" ? [part.proposed] : []));
}

function readPart(proposal: Proposal, document: SourceDocument, path: DocumentPath): WadmPart | undefined {
  const name = document.text(...path, "name");
  const origin: Origin = { document, path };
  if (name === undefined) {
    proposal.ignored(origin, "it has no name");
    return undefined;
  }
  const image = document.text(...path, "properties", "image") ?? "";
  const type = document.text(...path, "type");
  if (type === "capability") {
    const settings = settingsOf(document, [...path, "properties", "config"]);
    return { kind: "capability", name, path, image: imageName(image), settings, isLinked: false, isServed: false };
  }
  // Older manifests call components actors.
  if (type !== "component" && type !== "actor") {
    proposal.ignored(origin, `Vitrine knows components and capabilities, not ${type ?? "parts without a type"}`);
    return undefined;
  }
  const { name: proposed, component } = proposal.component(name);
  const to = `components.${proposed}`;
  if (proposed === name) proposal.mapped(origin, to, "a component");
  else proposal.changed(origin, to, "a name has letters, digits, dots, hyphens and underscores");
  artefact(proposal, { document, path: [...path, "properties", "image"] }, image, proposed, component);
  configs(proposal, document, path, proposed, component);
  secrets(proposal, document, path, proposed, component);
  if (document.at(...path, "properties", "application") !== undefined) {
    const where = { document, path: [...path, "properties", "application"] };
    proposal.ignored(where, "it runs in another application; build it here, or remove what links to it");
  }
  if (document.at(...path, "properties", "id") !== undefined) {
    proposal.ignored({ document, path: [...path, "properties", "id"] }, "components are known by their names here");
  }
  return { kind: "component", name, path, proposed };
}

/** What a provider is started with. Its keys are the same in capitals. */
function settingsOf(document: SourceDocument, path: DocumentPath): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (let i = 0; i < document.count(...path); i++) {
    for (const [key, value] of Object.entries(texts(document.values(...path, i, "properties"))))
      settings.set(key.toLowerCase(), value);
  }
  return settings;
}

function artefact(proposal: Proposal, origin: Origin, image: string, name: string, component: ProposedComponent): void {
  const to = `components.${name}.wasm`;
  if (image === "")
    return proposal.changed(
      { ...origin, path: origin.path.slice(0, -2) },
      to,
      `it names no image; ${component.wasm} is looked for`,
    );
  if (image.startsWith("file://")) {
    const path = insidePath(posix.dirname(origin.document.file), image.slice("file://".length));
    if (path !== undefined) {
      component.wasm = path;
      return proposal.mapped(origin, to, "the artefact");
    }
    return proposal.changed(origin, to, `${image} is outside of this folder; ${component.wasm} is looked for instead`);
  }
  component.wasm = `build/${safeName(imageName(image))}_s.wasm`;
  proposal.comment(
    ["components", name, "wasm"],
    `The manifest takes ${image} from a registry. Pull it to this path, or name a build of yours.`,
  );
  proposal.changed(origin, to, `${image} is in a registry; pull it to ${component.wasm}, or name a local build`);
}

function configs(
  proposal: Proposal,
  document: SourceDocument,
  path: DocumentPath,
  name: string,
  component: ProposedComponent,
): void {
  const from: string[] = [];
  for (let i = 0; i < document.count(...path, "properties", "config"); i++) {
    const at = [...path, "properties", "config", i];
    const set = document.text(...at, "name") ?? `${name}-${i + 1}`;
    const values = document.values(...at, "properties");
    if (values.length === 0) {
      proposal.ignored(
        { document, path: at },
        `${set} is kept in a lattice; write its values into "configs" and name it in config.from`,
      );
      continue;
    }
    proposal.configs.set(set, { inline: texts(values) });
    from.push(set);
    proposal.mapped({ document, path: at }, `configs.${set}`, values.map(([key]) => key).join(", "));
  }
  if (from.length > 0) component.config = { from };
}

function secrets(
  proposal: Proposal,
  document: SourceDocument,
  path: DocumentPath,
  name: string,
  component: ProposedComponent,
): void {
  for (let i = 0; i < document.count(...path, "properties", "secrets"); i++) {
    const at = [...path, "properties", "secrets", i];
    const secret = document.text(...at, "name");
    if (secret === undefined) {
      proposal.ignored({ document, path: at }, "it has no name");
      continue;
    }
    component.secrets.push(secret);
    // Where the value is kept: the row says what takes its place.
    document.values(...at, "properties");
    const variable = proposal.secretFromEnv(secret);
    proposal.changed(
      { document, path: at },
      `secrets.${secret}`,
      `values stay where they are; set the environment variable ${variable} for ${name}`,
    );
  }
}

function traits(
  proposal: Proposal,
  document: SourceDocument,
  part: WadmPart,
  parts: ReadonlyMap<string, WadmPart>,
): void {
  for (let i = 0; i < document.count(...part.path, "traits"); i++) {
    const path = [...part.path, "traits", i];
    const type = document.text(...path, "type");
    if (type === "link" || type === "linkdef") importLink(proposal, { document, path }, part, parts);
    else if (part.kind === "component") {
      proposal.ignored(
        { document, path },
        `${type ?? "it"} says on how many hosts it runs; Vitrine makes instances as calls come`,
      );
    }
  }
}

/** `keyvalue-redis` of `ghcr.io/wasmcloud/keyvalue-redis:0.28.1` or `file://./build/keyvalue-redis.par.gz`. */
function imageName(image: string): string {
  const last = image.split("/").at(-1) ?? "";
  return last
    .replace(/[:@].*$/, "")
    .replace(/\.(par\.gz|par|wasm)$/, "")
    .replace(/_s$/, "");
}
