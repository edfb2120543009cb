import type { HostContext, HostModule } from "../context.ts";
import type { IoModules, Pollable } from "../io/index.ts";

/** `record datetime { seconds: u64, nanoseconds: u32 }` */
export interface Datetime {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

/** The host's wall clock is a float of milliseconds: near 2^41 of them a microsecond is what it can tell apart. */
const WALL_RESOLUTION_NS = 1000;
const MICROS_PER_SECOND = 1_000_000;

/** `wasi:clocks/monotonic-clock`. Instants and durations are nanoseconds. */
export function createMonotonicClock(ctx: HostContext, io: IoModules): HostModule {
  const at = (when: bigint): Pollable =>
    io.pollable({ ready: () => ctx.clock.monotonicNs() >= when, deadlineNs: () => when });
  return {
    /** `now: func() -> instant` */
    now: (): bigint => ctx.clock.monotonicNs(),
    /** `resolution: func() -> duration` */
    resolution: (): bigint => 1n,
    /** `subscribe-instant: func(when: instant) -> pollable` */
    subscribeInstant: (when: bigint): Pollable => at(when),
    /** `subscribe-duration: func(when: duration) -> pollable` */
    subscribeDuration: (when: bigint): Pollable => at(ctx.clock.monotonicNs() + when),
  };
}

/** `wasi:clocks/wall-clock` */
export function createWallClock(ctx: HostContext): HostModule {
  return {
    /** `now: func() -> datetime`; times before 1970 have no datetime and read as its start. */
    now: (): Datetime => {
      const micros = Math.max(0, Math.round(ctx.clock.wallMs() * 1000));
      return {
        seconds: BigInt(Math.floor(micros / MICROS_PER_SECOND)),
        nanoseconds: (micros % MICROS_PER_SECOND) * 1000,
      };
    },
    /** `resolution: func() -> datetime` */
    resolution: (): Datetime => ({ seconds: 0n, nanoseconds: WALL_RESOLUTION_NS }),
  };
}

/** `wasi:clocks/timezone`: UTC, which its WIT names for a host that does not tell its own; a run then repeats anywhere. */
export function createTimezone(): HostModule {
  return {
    /** `display: func(when: datetime) -> timezone-display` */
    display: (_when: Datetime) => ({ utcOffset: 0, name: "UTC", inDaylightSavingTime: false }),
    /** `utc-offset: func(when: datetime) -> s32` */
    utcOffset: (_when: Datetime): number => 0,
  };
}
