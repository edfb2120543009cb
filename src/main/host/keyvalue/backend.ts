/** The backend of wasi:keyvalue. It stands in `state`, which may not know the host interfaces that it serves. */
export type { IncrementResult, IntegerRange, KeyvalueBackend } from "../../state/keyvalue-backend.ts";
