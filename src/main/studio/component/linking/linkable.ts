import { createHash } from "node:crypto";
import type { RecordTables } from "../../../../shared/record.ts";
import type { GuestPart } from "../../../../shared/worker-protocol.ts";
import type { ComponentWorld } from "../../../wit/world.ts";
import type { ComponentManifest } from "../../project/manifest.ts";

/** What decides where a component's imports lead. */
export interface Importer {
  readonly manifest: Pick<ComponentManifest, "name" | "links">;
  readonly world: ComponentWorld;
  /** Imports that the host answers, as WIT prints them. */
  readonly offered: ReadonlySet<string>;
}

/** A build as others call it; functions and links have the numbers of its own tables. */
export interface Linkable extends Importer {
  readonly part: GuestPart;
  readonly tables: RecordTables;
  /** The same for two builds that answer alike: same bytes, same configuration. */
  readonly identity: string;
}

/** Another component of the project, as far as it is there; of one that is only looked at, its world. */
export interface Neighbor<Build extends Pick<Linkable, "world"> = Linkable> {
  readonly name: string;
  /** Absent: it has no build. */
  readonly linkable?: Build | undefined;
}

export function identityOf(part: GuestPart, { stubs }: Pick<ComponentManifest, "stubs">): string {
  const { build, env, args, config, links, memoryMaxBytes } = part;
  const said = JSON.stringify({ build, env, args, config, links, memoryMaxBytes, stubs });
  return createHash("sha256").update(said).digest("hex");
}
