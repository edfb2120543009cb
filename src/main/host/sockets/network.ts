import type { HostModule, Waitable } from "../context.ts";
import { WitError } from "../wit-error.ts";

/** `enum error-code` of wasi:sockets, as far as this host says any. */
export type SocketError =
  | "access-denied"
  | "invalid-argument"
  | "not-in-progress"
  | "invalid-state"
  | "permanent-resolver-failure";

/** @throws WitError, always. */
export function refuse(code: SocketError): never {
  throw new WitError<SocketError>(code);
}

/** `%ip-address-family` */
export type AddressFamily = "ipv4" | "ipv6";

/** Sockets here never do anything in the background, so there is never anything to wait for. */
export const AT_ONCE: Waitable = { ready: () => true, deadlineNs: () => undefined };

/** `wasi:sockets/network` and `wasi:sockets/instance-network`, which hands out its resource. */
export function createNetwork(): { readonly network: HostModule; readonly instanceNetwork: HostModule } {
  class Network {}
  return {
    network: {
      Network,
      /** `network-error-code: func(err: borrow<error>) -> option<error-code>`: no stream here came from a socket. */
      networkErrorCode: (_error: unknown): undefined => undefined,
    },
    instanceNetwork: {
      /** `instance-network: func() -> network` */
      instanceNetwork: () => new Network(),
    },
  };
}
