import { describe, expect, it } from "vitest";

import { allocateRing, controlViews, OUTBOX_BYTES } from "../../../shared/ring.ts";
import type { FromWorker } from "../../../shared/worker-protocol.ts";
import { Outbox } from "../../worker/outbox.ts";
import { WorkerPipes } from "../../worker/pipes.ts";
import { StudioPipes } from "./pipes.ts";
import { OutboxReader } from "./read-outbox.ts";

const HEAD = { t: "response", status: 201, headers: [["x-latin", "caf\u00e9"]], hasBody: true } as const;

/** Both ends over one memory, without a thread between them. `posted`: what went through the port. */
function joined() {
  const memory = allocateRing(1);
  const { words } = controlViews(memory.control);
  const posted: FromWorker[] = [];
  const outbox = new Outbox(memory, words, (message) => void posted.push(message));
  const worker = new WorkerPipes(outbox.post, (pipe, bytes) => outbox.bytes(pipe, bytes));
  const studio = new StudioPipes(() => undefined);
  const reader = new OutboxReader(memory, words, studio);
  const seen: unknown[] = [];
  const outward = studio.fromGuest((bytes) => void seen.push(Buffer.from(bytes).toString()));
  const begin = () => {
    reader.reset();
    outbox.begin();
    worker.begin(1);
  };
  begin();
  const writer = worker.writer(outward.id);
  const take = () => reader.take((response) => void seen.push(response));
  return { outbox, worker, writer, outward, posted, seen, take, begin };
}

const kinds = (messages: readonly FromWorker[]) => messages.map(({ t }) => t);

describe("the answer of an invocation", () => {
  it("needs no message while it is short; its body is there when the head is heard of", () => {
    const { worker, writer, outward, posted, seen, take } = joined();
    worker.send(HEAD);
    writer.write(Buffer.from("hello "));
    writer.write(Buffer.from("you"));
    writer.finish();
    take();
    expect({ posted, seen, whole: String(outward.takeWhole()) }).toEqual({
      posted: [],
      seen: ["hello ", "you", HEAD],
      whole: "hello you",
    });
  });

  it("can be taken while the guest runs on, each part once", () => {
    const { worker, writer, seen, take } = joined();
    worker.send(HEAD);
    take();
    take();
    writer.write(Buffer.from("late"));
    take();
    expect(seen).toEqual([HEAD, "late"]);
  });

  it("that is longer goes on through the port, and nothing overtakes what went there", () => {
    const { worker, writer, posted, seen, take } = joined();
    const large = Buffer.alloc(OUTBOX_BYTES / 2, "x");
    worker.send(HEAD);
    writer.write(large);
    writer.write(large);
    writer.write(Buffer.from("small"));
    writer.finish();
    take();
    expect([kinds(posted), seen.length]).toEqual([["bytes", "bytes", "end"], 2]);
  });

  it("ends through the port when it has trailers", () => {
    const { worker, writer, outward, posted, take } = joined();
    worker.send(HEAD);
    writer.write(Buffer.from("body"));
    writer.finish([["x-sum", "1"]]);
    take();
    expect([kinds(posted), outward.takeWhole()]).toEqual([["end"], undefined]);
  });

  it("goes through the port behind a 1xx", () => {
    const { worker, posted, seen, take } = joined();
    worker.send({ t: "informational", status: 103, headers: [] });
    worker.send(HEAD);
    take();
    expect([kinds(posted), seen]).toEqual([["message", "message"], []]);
  });

  it("is announced before the guest waits, once for what is new", () => {
    const { outbox, worker, writer, posted } = joined();
    outbox.tell();
    worker.send(HEAD);
    outbox.tell();
    outbox.tell();
    writer.write(Buffer.from("more"));
    outbox.tell();
    expect(kinds(posted)).toEqual(["look", "look"]);
  });

  it("leaves nothing to the next invocation", () => {
    const { worker, seen, take, begin } = joined();
    worker.send(HEAD);
    begin();
    take();
    worker.send({ ...HEAD, status: 204 });
    take();
    expect(seen).toEqual([{ ...HEAD, status: 204 }]);
  });
});
