import type { BuildRef } from "../../journal/protocol.ts";
import type { Digest } from "../../../shared/model.ts";
import type { BuildPool } from "../pool/build-pool.ts";

/** One linked build: everything that is needed to invoke it. */
export interface LiveBuild {
  readonly component: string;
  readonly digest: Digest;
  readonly journalRef: BuildRef;
  readonly pool: BuildPool;
  readonly guestTimeMs: number;
  /** The exported `wasi:http/incoming-handler`, with its version. */
  readonly httpInterface?: string;
}
