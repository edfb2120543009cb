import { StudioError } from "../../shared/errors.ts";
import { displayName } from "./function-name.ts";
import { parseInterfaceName, withoutVersion } from "./interface-name.ts";
import { lowerCamel } from "./js-name.ts";
import { nearest } from "./nearest.ts";
import { namesIn } from "./type-text.ts";
import type { NameOf } from "./type-text.ts";
import type { ComponentWorld, WitFunction } from "./world.ts";

/** An exported function, and where jco puts it. */
export interface ExportTarget {
  /** `demo:counter/ops@0.1.0#hit`; `hit` for a function of the world itself. */
  readonly text: string;
  readonly function: WitFunction;
  /** Key of the interface in jco's exports; undefined for a function of the world. */
  readonly interface: string | undefined;
  /** `hit`, in camel case. */
  readonly member: string;
  /** What the interface calls its types. */
  readonly nameOf: NameOf;
}

/** How many exports a message lists. */
const LISTED = 12;

/** Every exported function, methods included, in the order of the component. */
export function listTargets(world: ComponentWorld): ExportTarget[] {
  return world.exports.flatMap((item) => {
    switch (item.kind) {
      case "interface": {
        const nameOf = namesIn(item.types);
        const key = parseInterfaceName(item.name) === undefined ? lowerCamel(item.name) : item.name;
        return item.functions.map((fn) => target(`${item.name}#${displayName(fn.name)}`, fn, key, nameOf));
      }
      case "function":
        return [target(displayName(item.name), item.function, undefined, namesIn([]))];
      case "type":
      case "unsupported":
        return [];
    }
  });
}

function target(text: string, fn: WitFunction, key: string | undefined, nameOf: NameOf): ExportTarget {
  const name = displayName(fn.name);
  return { text, function: fn, interface: key, member: lowerCamel(name.slice(name.indexOf(".") + 1)), nameOf };
}

/**
 * The export that a person means by `demo:counter/ops@0.1.0#hit`, `demo:counter/ops#hit`, `ops#hit` or `hit`.
 * @throws StudioError `export-not-found` with what there is and what was probably meant; `details.exports` lists all.
 */
export function resolveTarget(world: ComponentWorld, text: string): ExportTarget {
  const targets = listTargets(world);
  const wanted = text.trim();
  const exact = targets.find((one) => one.text === wanted);
  if (exact !== undefined) {
    return exact;
  }
  const matching = targets.filter((one) => shortForms(one.text).has(wanted));
  const [only, ...more] = matching;
  if (only !== undefined && more.length === 0) {
    return only;
  }
  throw notFound(wanted, targets, matching);
}

/** `demo:counter/ops@0.1.0#hit` → `demo:counter/ops#hit`, `ops@0.1.0#hit`, `ops#hit`, `hit` */
function shortForms(text: string): Set<string> {
  const hash = text.indexOf("#");
  if (hash < 0) {
    return new Set([text]);
  }
  const interfaceName = text.slice(0, hash);
  const fn = text.slice(hash);
  const afterSlash = interfaceName.slice(interfaceName.indexOf("/") + 1);
  return new Set([
    `${withoutVersion(interfaceName)}${fn}`,
    `${afterSlash}${fn}`,
    `${withoutVersion(afterSlash)}${fn}`,
    fn.slice(1),
  ]);
}

function notFound(wanted: string, targets: readonly ExportTarget[], matching: readonly ExportTarget[]): StudioError {
  const details = { exports: targets.map((one) => one.text) };
  if (targets.length === 0) {
    return new StudioError(
      "export-not-found",
      `There is no export \`${wanted}\`: this component exports no function at all.`,
      {
        details,
      },
    );
  }
  if (matching.length > 1) {
    const message = `\`${wanted}\` could be any of ${list(matching.map((one) => one.text))}: write it in full.`;
    return new StudioError("export-not-found", message, { details });
  }
  const suggestion = suggest(wanted, targets);
  const hint = suggestion === undefined ? "" : ` Did you mean \`${suggestion}\`?`;
  const message = `There is no export \`${wanted}\`.${hint} This component exports ${list(details.exports)}.`;
  return new StudioError("export-not-found", message, { details });
}

/** The full name that is closest, be it in full, without its version or by the name of the function alone. */
function suggest(wanted: string, targets: readonly ExportTarget[]): string | undefined {
  const forms = new Map<string, string>();
  for (const { text } of targets) {
    for (const form of [text, ...shortForms(text)]) {
      if (!forms.has(form)) {
        forms.set(form, text);
      }
    }
  }
  const fn = wanted.slice(wanted.indexOf("#") + 1);
  const near = nearest(wanted, [...forms.keys()]) ?? nearest(fn, [...forms.keys()]);
  return near === undefined ? undefined : forms.get(near);
}

function list(texts: readonly string[]): string {
  const shown = texts.slice(0, LISTED).map((text) => `\`${text}\``);
  return texts.length > LISTED ? `${shown.join(", ")} and ${texts.length - LISTED} more` : shown.join(", ");
}
