import { parseInterfaceName } from "../interface-name.ts";
import type { WitInterface } from "../world.ts";
import { decodeShapes } from "./shape-json.ts";
import type { Shape, ShapesJson } from "./shape-json.ts";
import { isPlainRelease, matchesVersion, newest } from "./version.ts";

/** What the host packages list; `HostPackage` fits. */
export interface ServedPackage {
  /** `wasi:keyvalue` */
  readonly name: string;
  readonly interfaces: readonly ServedInterface[];
}

export interface ServedInterface {
  /** `store` */
  readonly name: string;
  /** `0.2.x` for every plain release of that track, `""` for the unversioned id, else exact. */
  readonly versions: readonly string[];
  readonly module: string;
  readonly note: string;
}

/** One interface that the host serves, under one version or track, with its shape. */
export interface Offer {
  readonly package: string;
  readonly module: string;
  /** `wasi:keyvalue/store` */
  readonly interface: string;
  /** As listed: `0.2.x`, `0.2.0-draft`, or empty. */
  readonly version: string;
  readonly note: string;
  /** Undefined: its WIT is not known, so shapes cannot be compared. */
  readonly shape: WitInterface | undefined;
}

/** The shapes of all host interfaces that are known, whether served or not. */
export class KnownShapes {
  readonly #byInterface = new Map<string, Shape[]>();

  constructor(json: ShapesJson) {
    for (const shape of decodeShapes(json)) {
      const name = interfaceKey(shape.interface.name);
      this.#byInterface.set(name, [...(this.#byInterface.get(name) ?? []), shape]);
    }
  }

  /**
   * The shape that a module serves under a version. Where one id has several shapes, the module that serves an unusual
   * one has its variant in its name: `batch@draft2-spin`.
   */
  find(interfaceName: string, version: string, module: string): WitInterface | undefined {
    const candidates = this.#shapes(interfaceName).filter((shape) => matchesVersion(version, versionOf(shape)));
    const best = newest(candidates.map(versionOf));
    const sameVersion = candidates.filter((shape) => versionOf(shape) === best);
    const chosen =
      sameVersion.find((shape) => shape.variant !== undefined && module.includes(shape.variant)) ??
      sameVersion.find((shape) => shape.variant === undefined) ??
      sameVersion[0];
    return chosen?.interface;
  }

  #shapes(interfaceName: string): readonly Shape[] {
    return this.#byInterface.get(interfaceName) ?? [];
  }
}

/** Everything that can satisfy an import, from the list of host packages. */
export function listOffers(packages: readonly ServedPackage[], shapes: KnownShapes): Offer[] {
  return packages.flatMap((each) =>
    each.interfaces.flatMap(({ name, versions, module, note }) =>
      versions.map((version) => ({
        package: each.name,
        module,
        interface: `${each.name}/${name}`,
        version,
        note,
        shape: shapes.find(`${each.name}/${name}`, version, module),
      })),
    ),
  );
}

/** Offers that a version satisfies, those under just this version first, as real hosts look for them. */
export function offersFor(offers: readonly Offer[], interfaceName: string, version: string): Offer[] {
  const matching = offers.filter(
    (offer) => offer.interface === interfaceName && matchesVersion(offer.version, version),
  );
  return [
    ...matching.filter((offer) => offer.version === version),
    ...matching.filter((offer) => offer.version !== version && isPlainRelease(version)),
  ];
}

function interfaceKey(id: string): string {
  const name = parseInterfaceName(id);
  return name === undefined ? id : `${name.package}/${name.interface}`;
}

function versionOf(shape: Shape): string {
  return parseInterfaceName(shape.interface.name)?.version ?? "";
}
