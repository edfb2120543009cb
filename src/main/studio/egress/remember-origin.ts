import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { editManifest } from "../project/edit-manifest.ts";
import { ManifestText } from "../project/manifest-text.ts";
import { LOCAL_MANIFEST_FILE, MANIFEST_FILE } from "../project/read-manifest.ts";

/**
 * Adds an origin to a component's `egress.allow`, in the file whose list counts: a list of the local file takes the
 * place of the other. What stands there, comments between the entries included, stays.
 * @throws StudioError `manifest-invalid`, `store-not-writable`
 */
export function rememberOrigin(root: string, component: string, origin: string): void {
  const allow = ["components", component, "egress", "allow"];
  const local = join(root, LOCAL_MANIFEST_FILE);
  const file = entriesIn(local, allow) === undefined ? join(root, MANIFEST_FILE) : local;
  const entries = entriesIn(file, allow);
  if (entries?.includes(origin) === true) return;
  if (entries === undefined) editManifest(file, allow, [origin]);
  else editManifest(file, [...allow, entries.length], origin);
}

function entriesIn(file: string, path: readonly string[]): readonly unknown[] | undefined {
  if (!existsSync(file)) return undefined;
  const node = new ManifestText(file, readFileSync(file)).find([...path]);
  return node?.type === "array" ? (node.children ?? []).map(({ value }) => value as unknown) : undefined;
}
