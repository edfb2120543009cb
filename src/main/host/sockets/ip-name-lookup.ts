import type { HostModule } from "../context.ts";
import type { IoModules, Pollable } from "../io/index.ts";
import { AT_ONCE, refuse } from "./network.ts";

/**
 * `wasi:sockets/ip-name-lookup`. wasmCloud 1.x leaves Wasmtime's default, which answers every lookup with
 * `permanent-resolver-failure` before it looks at the name; so does this.
 */
export function createIpNameLookup(io: IoModules): HostModule {
  class ResolveAddressStream {
    /** `resolve-next-address: func() -> result<option<ip-address>, error-code>` */
    resolveNextAddress(): never {
      return refuse("permanent-resolver-failure");
    }

    /** `subscribe: func() -> pollable` */
    subscribe(): Pollable {
      return io.pollable(AT_ONCE, this);
    }

    [Symbol.dispose](): void {
      io.drop(this);
    }
  }

  return {
    ResolveAddressStream,
    /** `resolve-addresses: func(network: borrow<network>, name: string) -> result<resolve-address-stream, error-code>` */
    resolveAddresses: (_network: unknown, _name: string): never => refuse("permanent-resolver-failure"),
  };
}
