import type { HostModule } from "../context.ts";
import type { IoModules, Pollable } from "../io/index.ts";
import { type AddressFamily, AT_ONCE, refuse } from "./network.ts";
import { SocketOptions } from "./socket-options.ts";

/**
 * `wasi:sockets/tcp` and `wasi:sockets/tcp-create-socket`. A socket can be made and asked, as on wasmCloud 1.x, but
 * every address is refused: it stays unbound for ever, and what needs a bound or connected one is an `invalid-state`.
 */
export function createTcp(io: IoModules): { readonly tcp: HostModule; readonly createSocket: HostModule } {
  class TcpSocket {
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

    /** `start-connect: func(network: borrow<network>, remote-address: ip-socket-address) -> result<_, error-code>` */
    startConnect(_network: unknown, _remoteAddress: unknown): never {
      return refuse("access-denied");
    }

    /** `finish-connect: func() -> result<tuple<input-stream, output-stream>, error-code>` */
    finishConnect(): never {
      return refuse("not-in-progress");
    }

    /** `start-listen: func() -> result<_, error-code>` */
    startListen(): never {
      return refuse("invalid-state");
    }

    /** `finish-listen: func() -> result<_, error-code>` */
    finishListen(): never {
      return refuse("not-in-progress");
    }

    /** `accept: func() -> result<tuple<tcp-socket, input-stream, output-stream>, error-code>` */
    accept(): never {
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

    /** `is-listening: func() -> bool` */
    isListening(): boolean {
      return false;
    }

    /** `address-family: func() -> ip-address-family` */
    addressFamily(): AddressFamily {
      return this.#family;
    }

    /** `set-listen-backlog-size: func(value: u64) -> result<_, error-code>`: a hint, and there is no way to read it. */
    setListenBacklogSize(value: bigint): void {
      if (value === 0n) refuse("invalid-argument");
    }

    /** `keep-alive-enabled: func() -> result<bool, error-code>` */
    keepAliveEnabled(): boolean {
      return this.#options.keepAlive;
    }

    /** `set-keep-alive-enabled: func(value: bool) -> result<_, error-code>` */
    setKeepAliveEnabled(value: boolean): void {
      this.#options.keepAlive = value;
    }

    /** `keep-alive-idle-time: func() -> result<duration, error-code>` */
    keepAliveIdleTime(): bigint {
      return this.#options.keepAliveIdleNs.get();
    }

    /** `set-keep-alive-idle-time: func(value: duration) -> result<_, error-code>` */
    setKeepAliveIdleTime(value: bigint): void {
      this.#options.keepAliveIdleNs.set(value);
    }

    /** `keep-alive-interval: func() -> result<duration, error-code>` */
    keepAliveInterval(): bigint {
      return this.#options.keepAliveIntervalNs.get();
    }

    /** `set-keep-alive-interval: func(value: duration) -> result<_, error-code>` */
    setKeepAliveInterval(value: bigint): void {
      this.#options.keepAliveIntervalNs.set(value);
    }

    /** `keep-alive-count: func() -> result<u32, error-code>` */
    keepAliveCount(): number {
      return this.#options.keepAliveCount.get();
    }

    /** `set-keep-alive-count: func(value: u32) -> result<_, error-code>` */
    setKeepAliveCount(value: number): void {
      this.#options.keepAliveCount.set(value);
    }

    /** `hop-limit: func() -> result<u8, error-code>` */
    hopLimit(): number {
      return this.#options.hopLimit.get();
    }

    /** `set-hop-limit: func(value: u8) -> result<_, error-code>` */
    setHopLimit(value: number): void {
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

    /** `shutdown: func(shutdown-type: shutdown-type) -> result<_, error-code>` */
    shutdown(_shutdownType: unknown): never {
      return refuse("invalid-state");
    }

    [Symbol.dispose](): void {
      io.drop(this);
    }
  }

  return {
    tcp: { TcpSocket },
    createSocket: {
      /** `create-tcp-socket: func(address-family: ip-address-family) -> result<tcp-socket, error-code>` */
      createTcpSocket: (family: AddressFamily) => new TcpSocket(family),
    },
  };
}
