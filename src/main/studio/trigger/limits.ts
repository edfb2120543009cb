/** What the HTTP trigger allows a client. */
export interface TriggerLimits {
  /** Of a request line with its headers; more is answered with 431. */
  readonly maxHeadBytes: number;
  /** From the first byte of a request to the end of its headers; later is answered with 408. */
  readonly headTimeoutMs: number;
  /** How long a client may pause inside a body that the component waits for. */
  readonly bodyIdleMs: number;
  /** How long running requests may go on when the trigger closes. */
  readonly drainMs: number;
}

export const DEFAULT_LIMITS: TriggerLimits = {
  maxHeadBytes: 64 * 1024,
  headTimeoutMs: 30_000,
  bodyIdleMs: 120_000,
  drainMs: 10_000,
};
