import type { PlannedLink } from "../../shared/worker-protocol.ts";
import type { LinkChoice } from "../host/context.ts";
import { trap } from "../host/trap.ts";

/** Interfaces whose calls go where the link of another leads, as on wasmCloud. */
const GOVERNED: ReadonlyMap<string, string> = new Map([
  ["wasi:blobstore/container", "wasi:blobstore/blobstore"],
  ["wasi:blobstore/types", "wasi:blobstore/blobstore"],
]);

/**
 * Which link each interface uses now. A link name applies at the moment of a call, not when a handle was opened; every
 * instance begins with `default` everywhere.
 */
export class LinkTable implements LinkChoice {
  readonly #links = new Map<string, Map<string, PlannedLink>>();
  readonly #imported: ReadonlySet<string>;
  readonly #chosen = new Map<string, string>();

  /** `imported`: interfaces that the component imports, without versions. */
  constructor(links: readonly PlannedLink[], imported: readonly string[]) {
    this.#imported = new Set(imported);
    for (const link of links) {
      const named = this.#links.get(link.interface) ?? new Map<string, PlannedLink>();
      this.#links.set(link.interface, named.set(link.name, link));
    }
  }

  /** Forgets the choices of the instance before. */
  reset(): void {
    this.#chosen.clear();
  }

  names(interfaceName: string): readonly string[] {
    const named = this.#links.get(interfaceName);
    if (named !== undefined) return [...named.keys()];
    return this.#imported.has(interfaceName) && !GOVERNED.has(interfaceName) ? ["default"] : [];
  }

  choose(interfaceName: string, name: string): void {
    this.#chosen.set(interfaceName, name);
  }

  /** The current link of `wasi:keyvalue/store`; undefined for interfaces that have none. */
  current(interfaceName: string): PlannedLink | undefined {
    const linked = GOVERNED.get(interfaceName) ?? interfaceName;
    return this.#links.get(linked)?.get(this.#chosen.get(linked) ?? "default");
  }

  /** As `current`, for a call that cannot do without. */
  require(interfaceName: string): PlannedLink {
    const link = this.current(interfaceName);
    if (link !== undefined) return link;
    const name = this.#chosen.get(interfaceName) ?? "default";
    const names = [...(this.#links.get(interfaceName)?.keys() ?? [])].join(", ");
    const linked = names || `nothing; add { "import": "${interfaceName}", "to": "BACKEND" } to the component's links`;
    trap(`link \`${name}\` not found for \`${interfaceName}\`; the project links it as: ${linked}`);
  }
}
