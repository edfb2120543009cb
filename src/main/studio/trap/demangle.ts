import { demangleItanium } from "./demangle-itanium.ts";
import { demangleRustLegacy } from "./demangle-rust-legacy.ts";
import { demangleRustV0 } from "./demangle-rust-v0.ts";

/** Longer symbols are shown as they are. */
const MAX_SYMBOL_CHARS = 4_000;
/** What LLVM and linkers append to a symbol: `.llvm.123`, `.cold`, `.command_export`. */
const APPENDED = /(?:\.(?:llvm\.[0-9A-F]+|cold|part\.\d+|constprop\.\d+|isra\.\d+|command_export|uniq\.\d+))+$/;

/**
 * The name of a function as its author wrote it, from what the name section of a core module says: Rust's and C++'s
 * encodings are undone, all else (Go and TinyGo keep names readable) comes back as it is. Never throws.
 */
export function demangle(symbol: string): string {
  if (symbol.length > MAX_SYMBOL_CHARS) return symbol;
  const bare = symbol.replace(APPENDED, "");
  return demangleRustLegacy(bare) ?? demangleRustV0(bare) ?? demangleItanium(bare) ?? symbol;
}
