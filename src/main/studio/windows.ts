import { type StudioApi, type StudioEvents, studioMethods } from "../../shared/contract.ts";
import type { Port } from "../../shared/port.ts";
import { type EventSink, serve, type Served } from "../../shared/rpc.ts";

/** Whoever is connected to the studio: windows, browser tabs, commands. */
export class Windows implements Disposable {
  readonly #served = new Set<Served<StudioEvents>>();

  get any(): boolean {
    return this.#served.size > 0;
  }

  connect(port: Port, service: StudioApi): Disposable {
    const served = serve<StudioApi, StudioEvents>(port, service, studioMethods);
    this.#served.add(served);
    return {
      [Symbol.dispose]: () => {
        if (this.#served.delete(served)) served.dispose();
      },
    };
  }

  readonly emit: EventSink<StudioEvents> = (name, value) => {
    for (const served of this.#served) served.emit(name, value);
  };

  [Symbol.dispose](): void {
    for (const served of this.#served) served.dispose();
    this.#served.clear();
  }
}
