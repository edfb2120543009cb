import type { HostModule } from "../context.ts";
import type { IoModules, Pollable } from "../io/index.ts";
import { type AddressFamily, AT_ONCE, refuse } from "./network.ts";
import { SocketOptions } from "./socket-options.ts";

/**
 * `wasi:sockets/udp` and `wasi:sockets/udp-create-socket`. As with TCP a socket can be made but never bound, so that the
 * two datagram streams never come into being; their classes are here because components import them.
 */
export function createUdp(io: IoModules): { readonly udp: HostModule; readonly createSocket: HostModule } {
  class UdpSocket {
    readonly #family: AddressFamily;
    readonly #options = new SocketOptions();

    constructor(family: AddressFamily) {
      this.#family = family;
    }

    /** `start-bind: func(network: borrow<network>, local-address: ip-socket-address) -> result<_, error-code>` */
    startBind(_network: unknown, _localAddress: unknown): never {
      return refuse("access-denied");
    }

    /** `finish-bind: func() -> result<_, error-code>` */
    finishBind(): never {
      return refuse("not-in-progress");
    }

    /**
     * `%stream: func(remote-address: option<ip-socket-address>) -> result<tuple<incoming-datagram-stream,
     * outgoing-datagram-stream>, error-code>`
     */
    stream(_remoteAddress: unknown): never {
      return refuse("invalid-state");
    }

    /** `local-address: func() -> result<ip-socket-address, error-code>` */
    localAddress(): never {
      return refuse("invalid-state");
    }

    /** `remote-address: func() -> result<ip-socket-address, error-code>` */
    remoteAddress(): never {
      return refuse("invalid-state");
    }

    /** `address-family: func() -> ip-address-family` */
    addressFamily(): AddressFamily {
      return this.#family;
    }

    /** `unicast-hop-limit: func() -> result<u8, error-code>` */
    unicastHopLimit(): number {
      return this.#options.hopLimit.get();
    }

    /** `set-unicast-hop-limit: func(value: u8) -> result<_, error-code>` */
    setUnicastHopLimit(value: number): void {
      this.#options.hopLimit.set(value);
    }

    /** `receive-buffer-size: func() -> result<u64, error-code>` */
    receiveBufferSize(): bigint {
      return this.#options.receiveBufferBytes.get();
    }

    /** `set-receive-buffer-size: func(value: u64) -> result<_, error-code>` */
    setReceiveBufferSize(value: bigint): void {
      this.#options.receiveBufferBytes.set(value);
    }

    /** `send-buffer-size: func() -> result<u64, error-code>` */
    sendBufferSize(): bigint {
      return this.#options.sendBufferBytes.get();
    }

    /** `set-send-buffer-size: func(value: u64) -> result<_, error-code>` */
    setSendBufferSize(value: bigint): void {
      this.#options.sendBufferBytes.set(value);
    }

    /** `subscribe: func() -> pollable` */
    subscribe(): Pollable {
      return io.pollable(AT_ONCE, this);
    }

    [Symbol.dispose](): void {
      io.drop(this);
    }
  }

  class IncomingDatagramStream {
    /** `receive: func(max-results: u64) -> result<list<incoming-datagram>, error-code>` */
    receive(_maxResults: bigint): never {
      return refuse("access-denied");
    }

    /** `subscribe: func() -> pollable` */
    subscribe(): Pollable {
      return io.pollable(AT_ONCE, this);
    }

    [Symbol.dispose](): void {
      io.drop(this);
    }
  }

  class OutgoingDatagramStream {
    /** `check-send: func() -> result<u64, error-code>` */
    checkSend(): never {
      return refuse("access-denied");
    }

    /** `send: func(datagrams: list<outgoing-datagram>) -> result<u64, error-code>` */
    send(_datagrams: unknown): never {
      return refuse("access-denied");
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
    udp: { UdpSocket, IncomingDatagramStream, OutgoingDatagramStream },
    createSocket: {
      /** `create-udp-socket: func(address-family: ip-address-family) -> result<udp-socket, error-code>` */
      createUdpSocket: (family: AddressFamily) => new UdpSocket(family),
    },
  };
}
