import type { ErrorCode } from "../../host/http/error-code.ts";

/** Why an outgoing request has no answer, or not all of it, in the words that the guest gets. */
export class RequestFailure extends Error {
  override readonly name = "RequestFailure";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, why: string, options?: { readonly cause: unknown }) {
    super(why, options);
    this.code = code;
  }
}
