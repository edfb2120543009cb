import type { IoModules, Pollable } from "../io/index.ts";
import { type AddressFamily, AT_ONCE, refuse } from "./network.ts";
import { SocketOptions } from "./socket-options.ts";

/** A resource of wasi:sockets that can be waited for, which never takes long. */
export class ReadyResource {
  readonly #io: IoModules;

  constructor(io: IoModules) {
    this.#io = io;
  }

  /** `subscribe: func() -> pollable` */
  subscribe(): Pollable {
    return this.#io.pollable(AT_ONCE, this);
  }

  [Symbol.dispose](): void {
    this.#io.drop(this);
  }
}

/** What TCP and UDP sockets have in common: no address is ever theirs. */
export class UnboundSocket extends ReadyResource {
  protected readonly options = new SocketOptions();
  readonly #family: AddressFamily;

  constructor(io: IoModules, family: AddressFamily) {
    super(io);
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

  /** `receive-buffer-size: func() -> result<u64, error-code>` */
  receiveBufferSize(): bigint {
    return this.options.receiveBufferBytes.get();
  }

  /** `set-receive-buffer-size: func(value: u64) -> result<_, error-code>` */
  setReceiveBufferSize(value: bigint): void {
    this.options.receiveBufferBytes.set(value);
  }

  /** `send-buffer-size: func() -> result<u64, error-code>` */
  sendBufferSize(): bigint {
    return this.options.sendBufferBytes.get();
  }

  /** `set-send-buffer-size: func(value: u64) -> result<_, error-code>` */
  setSendBufferSize(value: bigint): void {
    this.options.sendBufferBytes.set(value);
  }
}
