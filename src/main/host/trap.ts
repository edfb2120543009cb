/**
 * Ends the instance. jco only poisons an instance when a `WebAssembly.RuntimeError` escapes from a host call; any
 * other Error would unwind to the caller and leave the guest callable in a half-finished state.
 */
export class Trap extends WebAssembly.RuntimeError {
  override readonly name = "Trap";
}

/** @throws Trap, always. `text` says what the guest did against the contract. */
export function trap(text: string): never {
  throw new Trap(text);
}
