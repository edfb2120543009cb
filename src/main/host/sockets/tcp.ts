import type { HostModule } from "../context.ts";
import type { IoModules } from "../io/index.ts";
import { type AddressFamily, refuse } from "./network.ts";
import { UnboundSocket } from "./socket.ts";

/**
 * `wasi:sockets/tcp` and `wasi:sockets/tcp-create-socket`. A socket can be made and asked, as on wasmCloud 1.x, but
 * every address is refused: it stays unbound for ever, and what needs a bound or connected one is an `invalid-state`.
 */
export function createTcp(io: IoModules): { readonly tcp: HostModule; readonly createSocket: HostModule } {
  class TcpSocket extends UnboundSocket {
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

    /** `is-listening: func() -> bool` */
    isListening(): boolean {
      return false;
    }

    /** `set-listen-backlog-size: func(value: u64) -> result<_, error-code>`: a hint, and there is no way to read it. */
    setListenBacklogSize(value: bigint): void {
      if (value === 0n) refuse("invalid-argument");
    }

    /** `keep-alive-enabled: func() -> result<bool, error-code>` */
    keepAliveEnabled(): boolean {
      return this.options.keepAlive;
    }

    /** `set-keep-alive-enabled: func(value: bool) -> result<_, error-code>` */
    setKeepAliveEnabled(value: boolean): void {
      this.options.keepAlive = value;
    }

    /** `keep-alive-idle-time: func() -> result<duration, error-code>` */
    keepAliveIdleTime(): bigint {
      return this.options.keepAliveIdleNs.get();
    }

    /** `set-keep-alive-idle-time: func(value: duration) -> result<_, error-code>` */
    setKeepAliveIdleTime(value: bigint): void {
      this.options.keepAliveIdleNs.set(value);
    }

    /** `keep-alive-interval: func() -> result<duration, error-code>` */
    keepAliveInterval(): bigint {
      return this.options.keepAliveIntervalNs.get();
    }

    /** `set-keep-alive-interval: func(value: duration) -> result<_, error-code>` */
    setKeepAliveInterval(value: bigint): void {
      this.options.keepAliveIntervalNs.set(value);
    }

    /** `keep-alive-count: func() -> result<u32, error-code>` */
    keepAliveCount(): number {
      return this.options.keepAliveCount.get();
    }

    /** `set-keep-alive-count: func(value: u32) -> result<_, error-code>` */
    setKeepAliveCount(value: number): void {
      this.options.keepAliveCount.set(value);
    }

    /** `hop-limit: func() -> result<u8, error-code>` */
    hopLimit(): number {
      return this.options.hopLimit.get();
    }

    /** `set-hop-limit: func(value: u8) -> result<_, error-code>` */
    setHopLimit(value: number): void {
      this.options.hopLimit.set(value);
    }

    /** `shutdown: func(shutdown-type: shutdown-type) -> result<_, error-code>` */
    shutdown(_shutdownType: unknown): never {
      return refuse("invalid-state");
    }
  }

  return {
    tcp: { TcpSocket },
    createSocket: {
      /** `create-tcp-socket: func(address-family: ip-address-family) -> result<tcp-socket, error-code>` */
      createTcpSocket: (family: AddressFamily) => new TcpSocket(io, family),
    },
  };
}
