import { refuse } from "./network.ts";

/** Options that a socket keeps without ever having a connection to use them on; what they start with is what Linux has. */
export class SocketOptions {
  keepAlive = false;
  readonly keepAliveIdleNs = new PositiveOption<bigint>(7_200_000_000_000n);
  readonly keepAliveIntervalNs = new PositiveOption<bigint>(75_000_000_000n);
  readonly keepAliveCount = new PositiveOption<number>(9);
  readonly hopLimit = new PositiveOption<number>(64);
  readonly receiveBufferBytes = new PositiveOption<bigint>(212_992n);
  readonly sendBufferBytes = new PositiveOption<bigint>(212_992n);
}

/** For all of these the WIT names 0 as an `invalid-argument`. */
export class PositiveOption<N extends number | bigint> {
  #value: N;

  constructor(value: N) {
    this.#value = value;
  }

  get(): N {
    return this.#value;
  }

  set(value: N): void {
    if (value <= 0) refuse("invalid-argument");
    this.#value = value;
  }
}
