import type { ExportView, ImportStatus, ImportView } from "../../../shared/model.ts";
import { displayName, parseFunctionName } from "../function-name.ts";
import { parseInterfaceName } from "../interface-name.ts";
import type { InterfaceName } from "../interface-name.ts";
import { differences } from "../offered/compare.ts";
import { offersFor } from "../offered/offered.ts";
import type { Offer } from "../offered/offered.ts";
import { listTargets } from "../target.ts";
import { namesIn } from "../type-text.ts";
import { Views } from "../view.ts";
import type { ComponentWorld, WitFunction, WitInterface } from "../world.ts";
import { exportKind, exportNote } from "./export-kind.ts";
import { explainKnown, explainUnknown, isOfAHost } from "./known-imports.ts";
import { askProfile, hostProfiles, profileTitles } from "./profile.ts";
import type { HostProfile } from "./profile.ts";

/** An import with what satisfies it; `offer` only when the status is `offered`. */
export interface CheckedImport extends ImportView {
  readonly offer?: { readonly package: string; readonly module: string };
}

/**
 * Every import of a component, in its order: what serves it here, or what is wrong and what to do; and whether a host
 * of the profile would answer otherwise. Types that the world itself imports need nobody to serve them and are left out.
 */
export function checkImports(world: ComponentWorld, offers: readonly Offer[], profile: HostProfile): CheckedImport[] {
  const views = new Views();
  const checked: CheckedImport[] = [];
  for (const item of world.imports) {
    switch (item.kind) {
      case "interface": {
        const nameOf = namesIn(item.types);
        const functions = item.functions.map((fn) => views.function(fn, nameOf));
        checked.push({ name: item.name, ...checkInterface(item, offers, profile), functions });
        break;
      }
      case "function":
        // Those of a resource are told with it.
        if (parseFunctionName(item.name).resource === undefined) {
          const functions = [views.function(item.function, namesIn([]))];
          checked.push({ name: item.name, ...outsideOfAnInterface("a function"), functions });
        }
        break;
      case "unsupported":
        checked.push({ name: item.name, ...outsideOfAnInterface(item.what), functions: [] });
        break;
      case "type":
        if (item.type.target.kind === "resource" && item.type.target.resource.label?.owner.id === undefined) {
          const functions = world.imports.flatMap((other) =>
            other.kind === "function" && parseFunctionName(other.name).resource === item.name
              ? [views.function(other.function, namesIn([]))]
              : [],
          );
          checked.push({ name: item.name, ...outsideOfAnInterface("a resource"), functions });
        }
        break;
    }
  }
  return checked;
}

interface Finding {
  readonly status: ImportStatus;
  readonly note: string;
  readonly fix?: string;
  readonly offer?: { readonly package: string; readonly module: string };
}

function checkInterface(item: WitInterface, offers: readonly Offer[], profile: HostProfile): Finding {
  const importName = item.implements ?? item.name;
  const name = parseInterfaceName(importName);
  if (name === undefined) {
    return outsideOfAnInterface("an interface that is written inside the world");
  }
  const path = `${name.package}/${name.interface}`;
  if (item.functions.length === 0 && item.types.every(({ target }) => target.kind === "type")) {
    return { status: "offered", note: "It has only types, which nobody has to serve." };
  }
  const matching = offersFor(offers, path, name.version);
  if (matching.length > 0) {
    return fitting(item, name, matching, profile);
  }
  const others = offers.filter((offer) => offer.interface === path);
  if (others.length > 0) {
    return drifted(importName, name, others, profile);
  }
  if (isOfAHost(name)) {
    const { note, fix } = explainKnown(name) ?? explainUnknown(name);
    const served = elsewhere(importName, profile);
    return {
      status: "missing",
      note: served === undefined ? note : `${note} ${served}`,
      ...(fix === undefined ? {} : { fix }),
    };
  }
  return {
    status: "linkable",
    note: "No host interface has this name; another component of the project that exports it can satisfy it. Without one, calls of it trap.",
    fix: `"links": [{ "import": "${path}", "to": { "component": "NAME-OF-A-COMPONENT-THAT-EXPORTS-IT" } }]`,
  };
}

/** The version is right; one id may still name several shapes. */
function fitting(item: WitInterface, name: InterfaceName, matching: readonly Offer[], profile: HostProfile): Finding {
  let closest: readonly string[] | undefined;
  for (const offer of matching) {
    const found = offer.shape === undefined ? [] : differences(item, offer.shape);
    if (found.length === 0) {
      return offered(item, name, offer, profile);
    }
    if (closest === undefined || found.length < closest.length) {
      closest = found;
    }
  }
  const [first = "", ...more] = closest ?? [];
  const rest =
    more.length === 0 ? "" : `, and ${more.length} more ${more.length === 1 ? "function differs" : "functions differ"}`;
  const served = matching[0]?.shape?.name ?? `${name.package}/${name.interface}`;
  return {
    status: "wrong-shape",
    note: `Under this name something else is served: ${first}${rest}.`,
    fix: `Take the WIT of ${served} as its authors publish it (\`wkg wit fetch\`), and build again.`,
  };
}

function offered(item: WitInterface, name: InterfaceName, offer: Offer, profile: HostProfile): Finding {
  const importName = item.implements ?? item.name;
  const answer = askProfile(profile, importName);
  const found = { status: "offered" as const, offer: { package: offer.package, module: offer.module } };
  if (answer.accepts) {
    return { ...found, note: sentence(offer.note) };
  }
  const title = profileTitles[profile];
  const instead = answer.instead[0];
  const because = instead === undefined ? "" : `: it serves ${answer.instead.join(" and ")}`;
  const others = hostProfiles.filter((other) => askProfile(other, importName).accepts);
  const taken =
    others.length === 0 ? "" : ` ${others.map((other) => profileTitles[other]).join(" and ")} would take it.`;
  const note = `${sentence(offer.note)} It runs here, but ${title} would refuse it${because}.${taken}`;
  return instead === undefined
    ? { ...found, note }
    : { ...found, note, fix: `import ${withRealVersion(instead, name)};` };
}

/** The name is served, under other versions. Pre-releases match only themselves, as on every real host. */
function drifted(importName: string, name: InterfaceName, others: readonly Offer[], profile: HostProfile): Finding {
  const served = others.map((offer) => fullName(offer));
  const known = explainKnown(name);
  const why = name.version.includes("-")
    ? `\`${name.version}\` is a pre-release, which matches only itself`
    : name.version === ""
      ? "an unversioned import matches only an unversioned interface"
      : `\`${name.version}\` is of another track`;
  const note = `It imports ${importName}, but what is served is ${served.join(" and ")}; ${why}. Calls of it trap.`;
  return {
    status: "version-drift",
    note: [note, known?.note, elsewhere(importName, profile)].filter((part) => part !== undefined).join(" "),
    fix: known?.fix ?? `import ${withRealVersion(served[0] ?? importName, name)};`,
  };
}

/** Whether the host of the profile takes what is not served here. */
function elsewhere(importName: string, profile: HostProfile): string | undefined {
  return askProfile(profile, importName).accepts ? `${profileTitles[profile]} serves it.` : undefined;
}

function fullName(offer: Offer): string {
  return offer.version === "" ? offer.interface : `${offer.interface}@${offer.version}`;
}

/** WIT has no version `0.2.x`: the first of the track stands for all of them. */
function withRealVersion(name: string, wanted: InterfaceName): string {
  const kept = /^\d+\.\d+\.\d+$/.exec(wanted.version)?.[0];
  return name.replace(/@(\d+(?:\.\d+)*)\.x$/, (_all, track: string) => {
    const zeros = ".0".repeat(3 - track.split(".").length);
    return `@${kept?.startsWith(`${track}.`) === true ? kept : `${track}${zeros}`}`;
  });
}

function outsideOfAnInterface(what: string): Finding {
  return {
    status: "missing",
    note: `The world imports ${what} directly; hosts serve interfaces of packages only. Calls of it trap.`,
    fix: "Put it into an interface of a package (`interface NAME { … }`) and import that: another component that exports it can then be linked.",
  };
}

function sentence(note: string): string {
  return note === "" || note.endsWith(".") ? note : `${note.slice(0, 1).toUpperCase()}${note.slice(1)}.`;
}

/** Every export of a component, in its order. Types that the world itself exports are left out. */
export function listExports(world: ComponentWorld): ExportView[] {
  const views = new Views();
  const targets = new Map<WitFunction, string>(listTargets(world).map((target) => [target.function, target.text]));
  return world.exports.flatMap((item): ExportView[] => {
    switch (item.kind) {
      case "interface": {
        const nameOf = namesIn(item.types);
        const functions = item.functions.map((fn) => views.function(fn, nameOf, targets.get(fn)));
        const note = exportNote(item.name);
        return [{ name: item.name, kind: exportKind(item.name), ...(note === undefined ? {} : { note }), functions }];
      }
      case "function":
        return [
          {
            name: displayName(item.name),
            kind: "function",
            functions: [views.function(item.function, namesIn([]), targets.get(item.function))],
          },
        ];
      case "type":
      case "unsupported":
        return [];
    }
  });
}
