import type { IoModules, OutputStream } from "../io/index.ts";
import { WitError } from "../wit-error.ts";
import type { ErrorCode } from "./error-code.ts";
import type { FieldsClass } from "./fields.ts";
import type { OutgoingContents } from "./outgoing-contents.ts";
import { ResourceStates } from "./resource-states.ts";

export interface OutgoingBodyClass {
  readonly OutgoingBody: abstract new () => object;
  body(contents: OutgoingContents): object;
}

/** `wasi:http/types` `resource outgoing-body`. */
export function createOutgoingBody(io: IoModules, fields: FieldsClass): OutgoingBodyClass {
  const bodies = new ResourceStates<{ readonly contents: OutgoingContents; streamed: boolean }>("outgoing-body");

  class OutgoingBody {
    /** write: func() -> result<output-stream> */
    write(): OutputStream {
      const body = bodies.of(this);
      if (body.streamed) throw new WitError(undefined);
      body.streamed = true;
      const stream = io.outputStream(body.contents);
      io.adopt(this, stream);
      return stream;
    }

    /** finish: static func(this: outgoing-body, trailers: option<trailers>) -> result<_, error-code> */
    static finish(body: OutgoingBody, trailers: object | undefined): void {
      const { contents } = bodies.take(body, io);
      const failure = contents.finish(trailers && fields.take(trailers));
      if (failure !== undefined) throw new WitError<ErrorCode>(failure);
    }

    [Symbol.dispose](): void {
      bodies.end(this, io)?.contents.abort("the component dropped the body without finishing it");
    }
  }

  return {
    OutgoingBody: OutgoingBody as abstract new () => object,
    body: (contents) => bodies.make(OutgoingBody.prototype, { contents, streamed: false }),
  };
}
