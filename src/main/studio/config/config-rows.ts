import { existsSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

import type { ConfigOrigin, ConfigRow, ConfigValue } from "../../../shared/config-model.ts";
import type { ConfigSource } from "../project/config-values.ts";
import { ManifestText } from "../project/manifest-text.ts";
import { LOCAL_MANIFEST_FILE, MANIFEST_FILE } from "../project/read-manifest.ts";

/** The keys of a component, sorted as `get-all` gives them; of each what counts, and what does not with the strongest first. */
export function configRows(root: string, component: string, sources: readonly ConfigSource[]): readonly ConfigRow[] {
  const places = new Places(root, component);
  const rows = new Map<string, ConfigValue[]>();
  for (const source of sources) {
    for (const [key, value] of new Map(source.pairs)) {
      const said = { value, origin: places.origin(source, key) };
      rows.set(key, [said, ...(rows.get(key) ?? [])]);
    }
  }
  return [...rows]
    .flatMap(([key, [effective, ...shadowed]]) => (effective === undefined ? [] : [{ key, ...effective, shadowed }]))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Finds values in the files as they are now. Where a file is not what was read any more, a line may be missing. */
class Places {
  readonly #root: string;
  readonly #component: string;
  readonly #project: ManifestText | undefined;
  readonly #local: ManifestText | undefined;

  constructor(root: string, component: string) {
    this.#root = root;
    this.#component = component;
    this.#project = textOf(join(root, MANIFEST_FILE));
    this.#local = textOf(join(root, LOCAL_MANIFEST_FILE));
  }

  origin(source: ConfigSource, key: string): ConfigOrigin {
    switch (source.kind) {
      case "inline":
        return { kind: "inline", file: MANIFEST_FILE, ...lineIn(this.#project, this.#own(key)) };
      case "local":
        return { kind: "local", file: LOCAL_MANIFEST_FILE, ...lineIn(this.#local, this.#own(key)) };
      case "set": {
        const path = ["configs", source.set, "inline", key];
        const local = lineIn(this.#local, path);
        return local.line === undefined
          ? { kind: "set", set: source.set, file: MANIFEST_FILE, ...lineIn(this.#project, path) }
          : { kind: "set", set: source.set, file: LOCAL_MANIFEST_FILE, ...local };
      }
      case "set-file": {
        const file = relative(this.#root, source.file).replaceAll(sep, "/");
        return { kind: "set-file", set: source.set, file, ...lineOfVariable(source.text, key) };
      }
      case "env": {
        const variable = source.variables.find(([name]) => name === key)?.[1] ?? key;
        return { kind: "env", set: source.set, variable };
      }
      case "command-line":
        return { kind: "command-line" };
    }
  }

  #own(key: string): string[] {
    return ["components", this.#component, "config", "values", key];
  }
}

interface Line {
  readonly line?: number;
}

function textOf(file: string): ManifestText | undefined {
  try {
    return existsSync(file) ? new ManifestText(file, readFileSync(file)) : undefined;
  } catch {
    // Broken while it is edited, which has its own problem: what was read before still counts.
    return undefined;
  }
}

function lineIn(text: ManifestText | undefined, path: string[]): Line {
  const node = text?.find(path);
  return text === undefined || node === undefined ? {} : { line: text.at(node.offset).line };
}

/** The last line that sets a variable is the one that counts. */
function lineOfVariable(text: string, key: string): Line {
  const at = text.split(/\r\n|\n|\r/).findLastIndex((line) => /^\s*(?:export\s+)?([^=]*?)\s*=/.exec(line)?.[1] === key);
  return at < 0 ? {} : { line: at + 1 };
}
