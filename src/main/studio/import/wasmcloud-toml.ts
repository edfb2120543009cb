import { existsSync } from "node:fs";
import { join, posix } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import { cargoBuild, type LanguageBuild, readCrate } from "./cargo-project.ts";
import { tinygoBuild } from "./go-project.ts";
import { insidePath, type Origin, type Proposal, type ProposedComponent } from "./proposal.ts";
import type { SourceDocument } from "./source-document.ts";
import type { DocumentPath } from "./toml-lines.ts";
import { importDev } from "./wasmcloud-dev.ts";
import { sketchWit } from "./wit-world.ts";

export const WASMCLOUD_TOML = "wasmcloud.toml";

/** What of the file has no meaning here, by the beginning of its path. */
const IGNORED: readonly (readonly [path: string, reason: string])[] = [
  ["type", "Vitrine runs components only"],
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
    else
      proposal.changed(at("name"), `components.${name}`, "a name has letters, digits, dots, hyphens and underscores");
  }
  root(proposal, document, name, component);
  build(proposal, folder, document, name, component);
  importDev(proposal, document, name, component);
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
  if (document.text("build") !== undefined)
    proposal.mapped(origin("build"), `components.${name}.wasm`, "the folder of artefacts");
  if (document.text("wit") !== undefined)
    proposal.mapped(origin("wit"), `components.${name}`, "where the world is looked up");
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
  if (document.at("component", "build_artifact") !== undefined) {
    const reason = "it counts only beside a build_command, as for wash; what the build writes is loaded";
    proposal.ignored(origin("component", "build_artifact"), reason);
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
    for (const key of [language, "rust", "tinygo"])
      if (document.at(key) !== undefined) proposal.mapped(origin(key), to, "options of the build");
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
    origin(
      document.at("component", "wasm_target") === undefined ? "language" : "component",
      ...(document.at("component", "wasm_target") === undefined ? [] : ["wasm_target"]),
    ),
    to,
    `a build for ${target} has to be made a component by wash; this needs wash 1.x`,
  );
  if (destination !== undefined)
    proposal.mapped(origin("component", "destination"), `components.${name}.wasm`, "the artefact");
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
    options: [
      ...(scheduler === undefined ? [] : ["-scheduler", scheduler]),
      ...(collector === undefined ? [] : ["-gc", collector]),
    ],
  });
}

/** A path inside the folder, or what would be there otherwise. */
function pathOr(proposal: Proposal, origin: Origin, path: string, otherwise: string): string {
  const inside = insidePath(path.replace(/^file:\/\//, ""));
  if (inside !== undefined) return inside;
  proposal.ignored(origin, `${path} is outside of this folder; ${otherwise} is looked for instead`);
  return otherwise;
}

/** Where `wash build` puts what this project makes, signed and unsigned: a manifest names one of them. */
export function artefactsOf(folder: string, document: SourceDocument): string[] {
  const crate = readCrate(folder, document.text("path") ?? ".");
  const name = document.text("name");
  const names = [crate?.artefact, name, name?.replaceAll("-", "_")].filter((each) => each !== undefined);
  const builds = names.map((each) => `${document.text("build") ?? "build"}/${each}.wasm`);
  const said = [document.text("component", "destination"), document.text("component", "build_artifact")];
  return [...said, ...builds].flatMap((path) => {
    if (path === undefined) return [];
    const plain = posix.normalize(path);
    return [plain, plain.replace(/\.wasm$/, "_s.wasm")];
  });
}

/** The wadm manifests a `wasmcloud.toml` names for development. */
export function devManifests(folder: string, document: SourceDocument): readonly string[] {
  const paths = Array.from({ length: document.count("dev", "manifests") }, (_, i) =>
    document.text("dev", "manifests", i, "path"),
  );
  return paths.flatMap((path) => {
    const inside = path === undefined ? undefined : insidePath(path);
    return inside !== undefined && existsSync(join(folder, inside)) ? [inside] : [];
  });
}
