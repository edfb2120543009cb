/**
 * What a function's WIT says can go wrong. jco hands `payload` to the guest as the `err` of the result; an Error
 * without a payload would be a fault of the host instead.
 */
export class WitError<Payload> extends Error {
  override readonly name = "WitError";
  readonly payload: Payload;

  constructor(payload: Payload, options?: { cause: unknown }) {
    super("the host answered with the error its WIT declares", options);
    this.payload = payload;
  }
}
