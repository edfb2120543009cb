import type { BuildRef } from "../../journal/protocol.ts";
import type { Digest } from "../../../shared/model.ts";
import type { BuildPool } from "../pool/build-pool.ts";
import type { CrashLoop } from "../pool/crash-loop.ts";

/** One linked build: everything that is needed to invoke it. */
export interface LiveBuild {
  readonly component: string;
  readonly digest: Digest;
  readonly journalRef: BuildRef;
  readonly pool: BuildPool;
  /** Whether its calls fail again and again. */
  readonly crashes: CrashLoop;
  readonly guestTimeMs: number;
  /** Requests of the project to itself that may wait for each other. */
  readonly requestDepth: number;
  /** The exported `wasi:http/incoming-handler`, with its version. */
  readonly httpInterface?: string;
  /** The exported `wasmcloud:messaging/handler`, with its version. */
  readonly messageInterface?: string;
}
