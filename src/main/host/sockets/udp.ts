import type { HostModule } from "../context.ts";
import type { IoModules } from "../io/index.ts";
import { type AddressFamily, refuse } from "./network.ts";
import { ReadyResource, UnboundSocket } from "./socket.ts";

/**
 * `wasi:sockets/udp` and `wasi:sockets/udp-create-socket`. As with TCP a socket can be made but never bound, so that the
 * two datagram streams never come into being; their classes are here because components import them.
 */
export function createUdp(io: IoModules): { readonly udp: HostModule; readonly createSocket: HostModule } {
  class UdpSocket extends UnboundSocket {
    /**
     * `%stream: func(remote-address: option<ip-socket-address>) -> result<tuple<incoming-datagram-stream,
     * outgoing-datagram-stream>, error-code>`
     */
    stream(_remoteAddress: unknown): never {
      return refuse("invalid-state");
    }

    /** `unicast-hop-limit: func() -> result<u8, error-code>` */
    unicastHopLimit(): number {
      return this.options.hopLimit.get();
    }

    /** `set-unicast-hop-limit: func(value: u8) -> result<_, error-code>` */
    setUnicastHopLimit(value: number): void {
      this.options.hopLimit.set(value);
    }
  }

  class IncomingDatagramStream extends ReadyResource {
    /** `receive: func(max-results: u64) -> result<list<incoming-datagram>, error-code>` */
    receive(_maxResults: bigint): never {
      return refuse("access-denied");
    }
  }

  class OutgoingDatagramStream extends ReadyResource {
    /** `check-send: func() -> result<u64, error-code>` */
    checkSend(): never {
      return refuse("access-denied");
    }

    /** `send: func(datagrams: list<outgoing-datagram>) -> result<u64, error-code>` */
    send(_datagrams: unknown): never {
      return refuse("access-denied");
    }
  }

  return {
    udp: { UdpSocket, IncomingDatagramStream, OutgoingDatagramStream },
    createSocket: {
      /** `create-udp-socket: func(address-family: ip-address-family) -> result<udp-socket, error-code>` */
      createUdpSocket: (family: AddressFamily) => new UdpSocket(io, family),
    },
  };
}
