/** The ways out of a worker that pass no host call as they are: bodies and heads of responses and of outgoing requests. */
import type { LeakPlace } from "../../shared/model.ts";
import type { OutgoingHead } from "../../shared/worker-protocol.ts";
import type { Egress, OutgoingExchange, Pipes, PipeWriter } from "../host/context.ts";
import type { Leaks } from "./leaks.ts";

/** The pipes of a response and what is said of it. `leaks`: undefined while no secret is known. */
export function watchedPipes(pipes: Pipes, leaks: () => Leaks | undefined): Pipes {
  return {
    reader: (id) => pipes.reader(id),
    writer: (id) => {
      const writer = pipes.writer(id);
      const watching = leaks();
      return watching === undefined ? writer : new WatchedWriter(writer, watching, "response");
    },
    send: (message) => {
      leaks()?.value("response", message);
      pipes.send(message);
    },
    onMessage: (listener) => pipes.onMessage(listener),
  };
}

export function watchedEgress(egress: Egress, leaks: () => Leaks | undefined): Egress {
  return {
    send(head: OutgoingHead): OutgoingExchange {
      const watching = leaks();
      if (watching === undefined) return egress.send(head);
      watching.value("outgoing-request", [head.authority, head.pathWithQuery, head.headers]);
      const exchange = egress.send(head);
      let body: PipeWriter | undefined;
      return {
        answer: () => exchange.answer(),
        get requestBody() {
          return (body ??= new WatchedWriter(exchange.requestBody, watching, "outgoing-request"));
        },
        responseBody: exchange.responseBody,
        drop: () => exchange.drop(),
      };
    },
  };
}

class WatchedWriter implements PipeWriter {
  readonly #writer: PipeWriter;
  readonly #leaks: Leaks;
  readonly #place: LeakPlace;

  constructor(writer: PipeWriter, leaks: Leaks, place: LeakPlace) {
    this.#writer = writer;
    this.#leaks = leaks;
    this.#place = place;
  }

  permit(): number {
    return this.#writer.permit();
  }

  write(bytes: Uint8Array): void {
    this.#leaks.bytes(this.#place, this, bytes);
    this.#writer.write(bytes);
  }

  flushed(): boolean {
    return this.#writer.flushed();
  }

  /** With trailers, where there are some. */
  finish(value?: unknown): void {
    this.#leaks.value(this.#place, value);
    this.#writer.finish(value);
  }

  fail(reason: string): void {
    this.#writer.fail(reason);
  }

  get closed(): string | undefined {
    return this.#writer.closed;
  }
}
