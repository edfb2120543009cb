import type { IoModules, InputStream, Pollable } from "../io/index.ts";
import { WitError } from "../wit-error.ts";
import type { ErrorCode } from "./error-code.ts";
import { FieldList } from "./field-list.ts";
import type { FieldsClass } from "./fields.ts";
import type { IncomingContents } from "./incoming-contents.ts";
import { ResourceStates } from "./resource-states.ts";

type Result<Ok, Err> = { readonly tag: "ok"; readonly val: Ok } | { readonly tag: "err"; readonly val: Err };
/** `option<result<result<T, error-code>>>` */
export type FutureValue<T> = Result<Result<T, ErrorCode>, undefined> | undefined;

export interface IncomingBodyClasses {
  readonly IncomingBody: abstract new () => object;
  readonly FutureTrailers: abstract new () => object;
  body(contents: IncomingContents): object;
}

/** `wasi:http/types` `resource incoming-body` and `resource future-trailers`. */
export function createIncomingBody(io: IoModules, fields: FieldsClass): IncomingBodyClasses {
  const bodies = new ResourceStates<{ readonly contents: IncomingContents; streamed: boolean }>("incoming-body");
  const futures = new ResourceStates<{ readonly contents: IncomingContents; taken: boolean }>("future-trailers");

  class IncomingBody {
    /** %stream: func() -> result<input-stream> */
    stream(): InputStream {
      const body = bodies.of(this);
      if (body.streamed) throw new WitError(undefined);
      body.streamed = true;
      const stream = io.inputStream(body.contents);
      io.adopt(this, stream);
      return stream;
    }

    /** finish: static func(this: incoming-body) -> future-trailers */
    static finish(body: IncomingBody): FutureTrailers {
      const { contents } = bodies.take(body, io);
      return futures.make(FutureTrailers.prototype, { contents, taken: false });
    }

    [Symbol.dispose](): void {
      bodies.end(this, io)?.contents.cancel();
    }
  }

  class FutureTrailers {
    /** subscribe: func() -> pollable */
    subscribe(): Pollable {
      const { contents } = futures.of(this);
      return io.pollable({ ready: () => contents.outcome() !== undefined, deadlineNs: () => undefined }, this);
    }

    /** get: func() -> option<result<result<option<trailers>, error-code>>> */
    get(): FutureValue<object | undefined> {
      const future = futures.of(this);
      const outcome = future.contents.outcome();
      if (outcome === undefined) return undefined;
      if (future.taken) return { tag: "err", val: undefined };
      future.taken = true;
      if (outcome.kind === "failed") return { tag: "ok", val: { tag: "err", val: outcome.code } };
      const trailers = outcome.trailers && fields.child(FieldList.received(outcome.trailers), this);
      return { tag: "ok", val: { tag: "ok", val: trailers } };
    }

    [Symbol.dispose](): void {
      futures.end(this, io)?.contents.cancel();
    }
  }

  return {
    IncomingBody: IncomingBody as abstract new () => object,
    FutureTrailers: FutureTrailers as abstract new () => object,
    body: (contents) => bodies.make(IncomingBody.prototype, { contents, streamed: false }),
  };
}
