/**
 * Ends the instance. jco only poisons an instance when a `WebAssembly.RuntimeError` escapes from a host call; any
 * other Error would unwind to the caller and leave the guest callable in a half-finished state.
 */
export class Trap extends WebAssembly.RuntimeError {
  override readonly name: string = "Trap";
}

/** @throws Trap, always. `text` says what the guest did against the contract. */
export function trap(text: string): never {
  throw new Trap(text);
}

/**
 * The guest asked to end (`wasi:cli/exit`). It unwinds the guest as a trap does, but is no fault: who called the export
 * reports success for code 0 and an error for any other. The instance is used up either way.
 */
export class GuestExit extends Trap {
  override readonly name: string = "GuestExit";
  /** 0 to 255. */
  readonly code: number;

  constructor(code: number) {
    super(`the guest ended itself with exit code ${code}`);
    this.code = code;
  }
}
