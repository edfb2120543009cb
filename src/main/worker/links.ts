import type { PlannedLink } from "../../shared/worker-protocol.ts";
import { trap } from "../host/trap.ts";

/**
 * Which link each interface uses now. A link name applies at the moment of a call, not when a handle was opened; every
 * instance begins with `default` everywhere.
 */
export class LinkTable {
  readonly #links = new Map<string, Map<string, PlannedLink>>();
  readonly #chosen = new Map<string, string>();

  constructor(links: readonly PlannedLink[]) {
    for (const link of links) {
      const named = this.#links.get(link.interface) ?? new Map<string, PlannedLink>();
      this.#links.set(link.interface, named.set(link.name, link));
    }
  }

  /** Forgets the choices of the instance before. */
  reset(): void {
    this.#chosen.clear();
  }

  /** The current link of `wasi:keyvalue/store`; undefined for interfaces that have none. */
  current(interfaceName: string): PlannedLink | undefined {
    const named = this.#links.get(interfaceName);
    return named?.get(this.#chosen.get(interfaceName) ?? "default");
  }

  /** As `current`, for a call that cannot do without. */
  require(interfaceName: string): PlannedLink {
    const link = this.current(interfaceName);
    if (link !== undefined) return link;
    const name = this.#chosen.get(interfaceName) ?? "default";
    const names = [...(this.#links.get(interfaceName)?.keys() ?? [])].join(", ");
    trap(`link \`${name}\` not found for \`${interfaceName}\`; the project links it as: ${names || "nothing"}`);
  }
}
