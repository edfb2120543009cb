import type { IoModules } from "../io/index.ts";
import { ResourceStates } from "./resource-states.ts";

/** Nanoseconds; undefined leaves the host's own. */
export interface Timeouts {
  connectNs: bigint | undefined;
  firstByteNs: bigint | undefined;
  betweenBytesNs: bigint | undefined;
}

export interface RequestOptionsClass {
  readonly RequestOptions: new () => object;
  /** Takes owned options. */
  take(options: object): Timeouts;
}

/** `wasi:http/types` `resource request-options`. Every timeout is supported, so no setter fails. */
export function createRequestOptions(io: IoModules): RequestOptionsClass {
  const states = new ResourceStates<Timeouts>("request-options");

  class RequestOptions {
    /** constructor() */
    constructor() {
      states.bind(this, { connectNs: undefined, firstByteNs: undefined, betweenBytesNs: undefined });
    }

    /** connect-timeout: func() -> option<duration> */
    connectTimeout(): bigint | undefined {
      return states.of(this).connectNs;
    }

    /** set-connect-timeout: func(duration: option<duration>) -> result */
    setConnectTimeout(duration: bigint | undefined): void {
      states.of(this).connectNs = duration;
    }

    /** first-byte-timeout: func() -> option<duration> */
    firstByteTimeout(): bigint | undefined {
      return states.of(this).firstByteNs;
    }

    /** set-first-byte-timeout: func(duration: option<duration>) -> result */
    setFirstByteTimeout(duration: bigint | undefined): void {
      states.of(this).firstByteNs = duration;
    }

    /** between-bytes-timeout: func() -> option<duration> */
    betweenBytesTimeout(): bigint | undefined {
      return states.of(this).betweenBytesNs;
    }

    /** set-between-bytes-timeout: func(duration: option<duration>) -> result */
    setBetweenBytesTimeout(duration: bigint | undefined): void {
      states.of(this).betweenBytesNs = duration;
    }

    [Symbol.dispose](): void {
      states.end(this, io);
    }
  }

  return { RequestOptions, take: (options) => states.take(options, io) };
}
