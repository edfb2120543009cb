import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import type { ImportPlanView, ImportRow } from "../../../shared/model.ts";
import { MANIFEST_FILE } from "../project/read-manifest.ts";
import { accountForRest } from "./account-for-rest.ts";
import { importLanguageProject } from "./language-project.ts";
import { printManifest } from "./print-manifest.ts";
import { type Origin, Proposal } from "./proposal.ts";
import { readDocument, readDocuments, SourceDocument } from "./source-document.ts";
import { importSpin, isSpin, SPIN_TOML } from "./spin-toml.ts";
import { importWadm, isWadm } from "./wadm.ts";
import { importWashConfig, WASH_CONFIGS } from "./wash-config.ts";
import { artefactsOf, devManifests, importWasmcloudToml, WASMCLOUD_TOML } from "./wasmcloud-toml.ts";
import { sketchWit, wireDefaults } from "./wit-world.ts";

const KINDS = {
  wadm: "a wadm manifest",
  "wasmcloud-toml": WASMCLOUD_TOML,
  "wash-config": "the project configuration of wash",
  spin: SPIN_TOML,
  cargo: "Cargo.toml",
  npm: "package.json",
  go: "go.mod",
} as const;

const EXPECTED =
  "wasmcloud.toml, .wash/config.yaml, a wadm manifest, spin.toml, or Cargo.toml, package.json or go.mod of a component";

/**
 * Reads the project of another tool and proposes a `vitrine.jsonc` for it. Writes nothing.
 * @throws StudioError `project-not-found` when there is none, `manifest-invalid` when one of its files does not parse
 */
export function planImport(path: string): ImportPlanView {
  const folder = folderOf(path);
  const proposal = new Proposal(basename(folder));
  const washFile = WASH_CONFIGS.find((file) => existsSync(join(folder, file)));
  const toml = existsSync(join(folder, WASMCLOUD_TOML)) ? readDocument(folder, WASMCLOUD_TOML) : undefined;
  const { wadm, unread } = findWadm(folder, toml);
  const washConfig = toml === undefined && washFile !== undefined ? readDocument(folder, washFile) : undefined;
  const isOther = wadm !== undefined || toml !== undefined || washConfig !== undefined;
  const spin = !isOther && existsSync(join(folder, SPIN_TOML)) ? readDocument(folder, SPIN_TOML) : undefined;
  const kind = planned(proposal, folder, { washConfig, toml, wadm, spin: spin && isSpin(spin) ? spin : undefined });
  if (kind === undefined) {
    const why = existsSync(join(folder, MANIFEST_FILE))
      ? "is a project of Vitrine already, and has no file of another tool"
      : `has nothing to import. Vitrine reads ${EXPECTED}`;
    throw new StudioError("project-not-found", `${folder} ${why}.`, { details: { path: folder } });
  }
  if (wadm !== undefined) accountForRest(proposal, wadm);
  for (const file of unread) proposal.ignored(unreadFile(file), `${wadm?.file ?? "another one"} is read instead`);
  if (toml !== undefined) {
    accountForRest(proposal, toml, kind === "wadm" ? "the wadm manifest has the say about it" : undefined);
  }
  if (kind === "spin" && spin !== undefined) accountForRest(proposal, spin);
  if (kind === "wash-config" && washConfig !== undefined) accountForRest(proposal, washConfig);
  else if (kind !== undefined && washFile !== undefined) {
    proposal.ignored(unreadFile(washFile), `${KINDS[kind]} is read instead`);
  }
  proposal.comment([], `Proposed by Vitrine from ${KINDS[kind]}. Change what you like: it is yours now.`);
  const manifest = proposal.manifest();
  const [head = ""] = proposal.comments.get("[]") ?? [];
  return {
    folder,
    kind,
    files: [...new Set(proposal.rows.map(({ file }) => file))],
    text: `// ${head}\n${printManifest(manifest, proposal.comments)}`,
    rows: proposal.rows.toSorted(inFileOrder),
    exists: existsSync(join(folder, MANIFEST_FILE)),
  };
}

interface Found {
  readonly washConfig: SourceDocument | undefined;
  readonly toml: SourceDocument | undefined;
  readonly wadm: SourceDocument | undefined;
  readonly spin: SourceDocument | undefined;
}

/** What the file is made of: links of the manifest, builds of the file beside it. */
function planned(
  proposal: Proposal,
  folder: string,
  { washConfig, toml, wadm, spin }: Found,
): ImportPlanView["kind"] | undefined {
  if (wadm !== undefined) {
    const names = importWadm(proposal, wadm);
    if (toml !== undefined) mergeBuild(proposal, folder, toml, names);
    else if (names.length === 1) mergeLanguage(proposal, folder, names[0] ?? "");
    if (names.length > 0) return "wadm";
  }
  if (toml !== undefined) {
    const name = importWasmcloudToml(proposal, folder, toml);
    proposal.name = toml.text("name") ?? proposal.name;
    if (proposal.http.length + proposal.messages.length === 0) {
      wireDefaults(
        proposal,
        name,
        sketchWit(folder, toml.text("wit") ?? "wit", [toml.text("component", "wit_world") ?? ""]),
      );
    }
    return "wasmcloud-toml";
  }
  if (washConfig !== undefined) {
    const says = importWashConfig(proposal, washConfig, basename(folder));
    const [name = ""] = proposal.components.keys();
    if (!says.hasBuild || !says.hasArtefact) mergeLanguage(proposal, folder, name);
    if (proposal.http.length === 0) {
      const { wasm = "" } = proposal.components.get(name) ?? {};
      const worlds = [basename(wasm, ".wasm").replaceAll("_", "-"), name];
      wireDefaults(proposal, name, sketchWit(folder, washConfig.text("wit", "wit_dir") ?? "wit", worlds), "wash 2.x");
    }
    return "wash-config";
  }
  if (spin !== undefined) {
    importSpin(proposal, spin);
    return "spin";
  }
  return importLanguageProject(proposal, folder);
}

/** The build of `wasmcloud.toml` for the component of the manifest it belongs to. */
function mergeBuild(proposal: Proposal, folder: string, toml: SourceDocument, names: readonly string[]): void {
  const alone = new Proposal(proposal.name);
  const name = importWasmcloudToml(alone, folder, toml);
  const made = alone.components.get(name);
  const artefacts = artefactsOf(folder, toml);
  if (made !== undefined) artefacts.push(made.wasm);
  const owner =
    names.find((each) => each === name) ??
    names.find((each) => artefacts.includes(proposal.components.get(each)?.wasm ?? "")) ??
    (names.length === 1 ? names[0] : undefined);
  const component = owner === undefined ? undefined : proposal.components.get(owner);
  if (component === undefined || made === undefined || owner === undefined) {
    proposal.ignored({ document: toml, path: ["name"] }, "no component of the wadm manifest is made by this project");
    return;
  }
  const { root, wasm, build, config, secrets } = made;
  overrule(proposal, `components.${owner}.wasm`, wasm);
  Object.assign(component, {
    wasm,
    ...(root === undefined ? {} : { root }),
    ...(build === undefined ? {} : { build }),
  });
  if (config !== undefined) component.config = { ...component.config, ...config };
  component.secrets.push(...secrets.filter((each) => !component.secrets.includes(each)));
  for (const [key, secret] of alone.secrets) if (!proposal.secrets.has(key)) proposal.secrets.set(key, secret);
  // Links and triggers are the manifest's word; what the file says of them would be a second opinion.
  const rows = alone.rows.filter(({ to = "" }) => !/^(triggers|backends)|\.links\[/.test(to));
  proposal.rows.push(
    ...rows.map((row) =>
      row.to === undefined ? row : { ...row, to: row.to.replace(`components.${name}`, `components.${owner}`) },
    ),
  );
}

/** What was read of an artefact is not what is loaded: a build says better where it goes. */
function overrule(proposal: Proposal, to: string, wasm: string): void {
  for (const [i, row] of proposal.rows.entries()) {
    if (row.to === to && row.outcome !== "ignored")
      proposal.rows[i] = { ...row, outcome: "changed", reason: `${wasm}, which the build writes, is loaded instead` };
  }
}

/** The build of the language's own project file, for a component whose other files do not tell it. */
function mergeLanguage(proposal: Proposal, folder: string, name: string): void {
  const alone = new Proposal(proposal.name);
  if (importLanguageProject(alone, folder) === undefined || alone.components.size !== 1) return;
  const [[other, made] = ["", undefined]] = alone.components;
  const component = proposal.components.get(name);
  if (component === undefined || made === undefined) return;
  if (component.build === undefined && made.build !== undefined) component.build = made.build;
  overrule(proposal, `components.${name}.wasm`, made.wasm);
  component.wasm = made.wasm;
  const rows = alone.rows.filter(({ to = "" }) => /\.(build|wasm)/.test(to));
  proposal.rows.push(
    ...rows.map((row) =>
      row.to === undefined ? row : { ...row, to: row.to.replace(`components.${other}`, `components.${name}`) },
    ),
  );
}

/** The manifest that development uses: named in `wasmcloud.toml`, else the local one, else the one for everywhere. */
function findWadm(
  folder: string,
  toml: SourceDocument | undefined,
): { readonly wadm?: SourceDocument; readonly unread: readonly string[] } {
  const named = toml === undefined ? [] : devManifests(folder, toml);
  const beside = readdirSync(folder)
    .filter((name) => /^(?:.*[.-])?wadm\.ya?ml$/.test(name))
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const files = [...new Set([...named, ...beside])];
  for (const [at, file] of files.entries()) {
    const wadm = readDocuments(folder, file).find(isWadm);
    if (wadm !== undefined) return { wadm, unread: files.slice(at + 1) };
  }
  return { unread: [] };
}

/** It may be broken, and nobody has to mend what is not read. */
function unreadFile(file: string): Origin {
  return { document: new SourceDocument(file, {}, () => undefined), path: [] };
}

function rank(name: string): number {
  if (/^local[.-]/.test(name)) return name.startsWith("local.wadm.") ? 0 : 1;
  return name.startsWith("wadm.") ? 2 : 3;
}

function inFileOrder(a: ImportRow, b: ImportRow): number {
  return a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1;
}

/** @throws StudioError `project-not-found` when it is not a folder that can be listed */
function folderOf(path: string): string {
  let folder: string;
  try {
    folder = realpathSync(path);
    if (statSync(folder).isDirectory()) {
      readdirSync(folder);
      return folder;
    }
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" || code === "ENOTDIR" ? "there is no such folder" : `it cannot be looked at (${code})`;
    throw notImported(path, why, error);
  }
  throw notImported(path, `it is a file. Give the folder it is in, ${JSON.stringify(dirname(path))}`);
}

function notImported(path: string, why: string, cause?: unknown): StudioError {
  return new StudioError("project-not-found", `${path} cannot be imported: ${why}.`, { cause, details: { path } });
}
