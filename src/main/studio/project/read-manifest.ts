import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import { confine } from "./confine.ts";
import type { Pair, ProjectManifest } from "./manifest.ts";
import type { ManifestFile } from "./manifest-file.ts";
import {
  inFileOrder,
  invalidManifest,
  type ManifestFinding,
  type ManifestWarning,
  pathText,
  warningOf,
} from "./manifest-finding.ts";
import { OverlaidManifest } from "./manifest-overlay.ts";
import { checkReferences } from "./manifest-references.ts";
import { checkSchema } from "./manifest-schema.ts";
import { type JsonObject, ManifestText, place } from "./manifest-text.ts";
import { findWithoutEffect } from "./without-effect.ts";
import { type PlaceOf, resolveManifest } from "./resolve-manifest.ts";

export const MANIFEST_FILE = "vitrine.jsonc";
/** Laid over the project file; a person's own, not committed. */
export const LOCAL_MANIFEST_FILE = "vitrine.local.jsonc";

/** What takes a manifest of version n + 1 to version n + 2, by n. This version of the format is the first. */
export type ManifestMigration = (manifest: JsonObject) => JsonObject;
const MIGRATIONS: readonly ManifestMigration[] = [];

export interface ManifestRead {
  readonly manifest: ProjectManifest;
  readonly warnings: readonly ManifestWarning[];
}

/**
 * Reads the project file of a folder and the local one beside it.
 * @param root the folder, its links already followed
 * @param proposed stands in for the project file while there is none
 * @throws StudioError `manifest-invalid` with every place that is wrong, `path-outside-project`
 */
export function readManifest(root: string, migrations = MIGRATIONS, proposed?: string): ManifestRead {
  const file = join(root, MANIFEST_FILE);
  const base = proposed === undefined ? readText(file) : new ManifestText(file, new TextEncoder().encode(proposed));
  if (base === undefined) throw new StudioError("project-not-found", `There is no ${MANIFEST_FILE} in ${root}.`);
  const local = readText(join(root, LOCAL_MANIFEST_FILE));
  const overlaid = migrated(new OverlaidManifest(base, local), migrations);
  const { errors, unknown } = checkSchema(overlaid);
  if (errors.length > 0) throw invalidManifest(errors);
  const wrong = checkReferences(overlaid);
  if (wrong.length > 0) throw invalidManifest(wrong);
  const placeOf: PlaceOf = (where) => place(overlaid.spot(where.slice(), "value"));
  const resolved = resolveManifest(
    overlaid.value as unknown as ManifestFile,
    basename(root),
    (path, where, from) => confine(root, path, `${placeOf(where)}: ${pathText(where.slice())}`, from),
    placeOf,
  );
  const manifest = local === undefined ? resolved : withLocalConfig(resolved, base, local);
  const twice = [base, ...(local === undefined ? [] : [local])].flatMap((text) => text.duplicates().map(duplicate));
  const idle = findWithoutEffect(overlaid);
  return { manifest, warnings: [...twice, ...unknown, ...idle].toSorted(inFileOrder).map(warningOf) };
}

/** A value of the local file goes before named sets, one of the project file does not: here they are told apart. */
function withLocalConfig(manifest: ProjectManifest, base: ManifestText, local: ManifestText): ProjectManifest {
  const components = manifest.components.map((component) => {
    const ownIn = (text: ManifestText): Pair[] => {
      const values = text.find(["components", component.name, "config", "values"])?.children ?? [];
      return values.map(({ children = [] }): Pair => [String(children[0]?.value), String(children[1]?.value)]);
    };
    const said = ownIn(local);
    if (said.length === 0) return component;
    return { ...component, config: { ...component.config, values: ownIn(base), local: said } };
  });
  return { ...manifest, components };
}

function migrated(manifest: OverlaidManifest, migrations: readonly ManifestMigration[]): OverlaidManifest {
  const newest = migrations.length + 1;
  const version = manifest.value["version"];
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) return manifest;
  if (version > newest) {
    const finding: ManifestFinding = {
      spot: manifest.spot(["version"], "value"),
      path: "version",
      text: `is ${version}, but this Vitrine knows versions up to ${newest}`,
      fix: "Open the project with a newer Vitrine.",
      expected: `a whole number from 1 to ${newest}`,
      found: String(version),
    };
    throw invalidManifest([finding]);
  }
  const value = migrations.slice(version - 1).reduce((from, step) => step(from), manifest.value);
  return manifest.with(value);
}

function duplicate({ path, spot }: ReturnType<ManifestText["duplicates"]>[number]): ManifestFinding {
  return { spot, path: pathText(path), text: "stands there twice; the last one counts", fix: "Remove one of them." };
}

function readText(file: string): ManifestText | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new StudioError("manifest-invalid", `${file} cannot be read: ${reasonOf(error)}. Check its permissions.`, {
      cause: error,
      details: { file, directory: dirname(file) },
    });
  }
  return new ManifestText(file, bytes);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
