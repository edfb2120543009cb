import { describe, expect, it } from "vitest";

import { PIPE_WINDOW_BYTES } from "../../../shared/pipe-window.ts";
import { WorkerPipes } from "../../worker/pipes.ts";
import { StudioPipes } from "./pipes.ts";

/** Both ends joined without a thread between them; messages arrive at once. */
function joined() {
  const observed: number[] = [];
  const studio: StudioPipes = new StudioPipes((message) => {
    if (message.t === "bytes" || message.t === "end" || message.t === "taken" || message.t === "closed")
      worker.deliver(message);
  });
  const worker = new WorkerPipes((message) => {
    if ("pipe" in message) studio.deliver(message);
  });
  worker.begin(1);
  return { studio, worker, observed, outward: () => studio.fromGuest((bytes) => void observed.push(bytes.length)) };
}

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("a pipe to the guest", () => {
  it("holds back a writer until the guest took what it has, and keeps the order", async () => {
    const { studio, worker } = joined();
    const inward = studio.toGuest();
    const reader = worker.reader(inward.id);
    expect([reader.ready(), reader.take(10).length, reader.end]).toEqual([false, 0, undefined]);
    const total = PIPE_WINDOW_BYTES * 3 + 7;
    const source = Uint8Array.from({ length: total }, (_, at) => at % 251);
    let written = false;
    const writing = inward.write(source).then(() => (written = true));
    await Promise.resolve();
    const got: number[] = [];
    let largest = 0;
    while (got.length < total) {
      let held = 0;
      for (let chunk = reader.take(40_000); chunk.length > 0; chunk = reader.take(40_000)) {
        got.push(...chunk);
        held += chunk.length;
        if (held >= PIPE_WINDOW_BYTES) break;
      }
      largest = Math.max(largest, held);
      // The writer goes on in its own turn, after credit came back.
      await Promise.resolve();
    }
    await writing;
    expect([written, Buffer.compare(Uint8Array.from(got), source)]).toEqual([true, 0]);
  });

  it("ends after its last byte, with what the sender finished it with", async () => {
    const { studio, worker } = joined();
    const inward = studio.toGuest();
    await inward.write(bytes(1, 2, 3));
    inward.finish([["trailer", "value"]]);
    inward.fail("too late");
    const reader = worker.reader(inward.id);
    expect([reader.ready(), reader.end]).toEqual([true, undefined]);
    expect([reader.take(2), reader.take(2), reader.take(2).length]).toEqual([bytes(1, 2), bytes(3), 0]);
    expect(reader.end).toEqual({ kind: "finished", value: [["trailer", "value"]] });
  });

  it("lets go of a writer when the guest reads no more, or is gone", async () => {
    const { studio, worker } = joined();
    const [refused, abandoned] = [studio.toGuest(), studio.toGuest()];
    const large = new Uint8Array(PIPE_WINDOW_BYTES * 2);
    const writes = [refused.write(large), abandoned.write(large)];
    worker.reader(refused.id).cancel();
    studio.release("the invocation is over");
    await Promise.all(writes);
    expect(refused.closed).toContain("does not read");
    expect(abandoned.closed).toBe("the invocation is over");
  });
});

describe("a pipe from the guest", () => {
  it("permits as much as its window holds, and more once the studio read on", async () => {
    const { worker, outward } = joined();
    const pipe = outward();
    const writer = worker.writer(pipe.id);
    expect([writer.permit(), writer.flushed()]).toEqual([PIPE_WINDOW_BYTES, true]);
    writer.write(new Uint8Array(PIPE_WINDOW_BYTES));
    expect(writer.permit()).toBe(0);
    expect(await pipe.read()).toHaveLength(PIPE_WINDOW_BYTES);
    expect(writer.permit()).toBe(PIPE_WINDOW_BYTES);
  });

  it("gives what was written before it says how it ended", async () => {
    const { worker, studio, outward, observed } = joined();
    const pipe = outward();
    const writer = worker.writer(pipe.id);
    const reading = pipe.read();
    writer.write(bytes(7));
    writer.fail("broken");
    studio.release("the invocation is over");
    expect(await reading).toEqual(bytes(7));
    expect(await pipe.read()).toEqual({ kind: "failed", reason: "broken" });
    expect(observed).toEqual([1]);
  });

  it("tells the guest when nobody reads on, and still observes what it sends", () => {
    const { worker, outward, observed } = joined();
    const pipe = outward();
    const writer = worker.writer(pipe.id);
    pipe.cancel("the client went away");
    expect([writer.closed, writer.permit(), writer.flushed()]).toEqual(["the client went away", 0, true]);
    writer.write(bytes(1));
    expect(observed).toEqual([1]);
  });

  it("fails for whoever waits when the guest goes without a word", async () => {
    const { studio, outward } = joined();
    const reading = outward().read();
    studio.release("its worker ended");
    expect(await reading).toEqual({ kind: "failed", reason: "its worker ended" });
  });

  it("copies, so that what the guest does to its memory afterwards changes nothing", async () => {
    const { worker, outward } = joined();
    const pipe = outward();
    const memory = bytes(1, 2);
    worker.writer(pipe.id).write(memory);
    memory.fill(9);
    expect(await pipe.read()).toEqual(bytes(1, 2));
  });
});
