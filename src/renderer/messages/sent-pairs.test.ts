import { expect, it } from "vitest";
import type { HostCallView, ValuePreview } from "../../shared/model.ts";
import { handedOver, pairSent } from "./sent-pairs.ts";

const text = (v: string): ValuePreview => ({ t: "string", v, total: v.length, cut: false });

function call(seq: number, name: string, startMs: number, args: HostCallView["args"]): HostCallView {
  return {
    seq,
    parent: 0,
    interface: "wasmcloud:messaging/consumer@0.2.0",
    function: name,
    link: "default",
    backend: "bus",
    args,
    startMs,
    versions: [],
  };
}

const publish = (seq: number, subject: string, startMs: number) =>
  call(seq, "publish", startMs, [
    { name: "msg", value: { t: "record", fields: [{ name: "subject", value: text(subject) }] } },
  ]);
const request = (seq: number, subject: string, startMs: number) =>
  call(seq, "request", startMs, [{ name: "subject", value: text(subject) }]);

it("finds what publishes and requests hand over, and nothing in other calls", () => {
  const other = { ...publish(3, "c", 2), interface: "wasi:logging/logging@0.1.0-draft" };
  expect(handedOver([publish(1, "a", 0), request(2, "b", 1.5), other], 1000)).toEqual([
    { seq: 1, subject: "a", at: 1000 },
    { seq: 2, subject: "b", at: 1001.5 },
  ]);
});

it("pairs calls and messages of the same subject in order, whatever the clocks say", () => {
  const calls = handedOver([publish(1, "a", 0), request(2, "b", 1), publish(3, "a", 2)], 1000);
  const messages = [
    { id: 9, subject: "a", at: 1500 },
    { id: 7, subject: "a", at: 1499 },
    { id: 8, subject: "b", at: 1500 },
  ];
  expect([...pairSent(calls, messages)]).toEqual([
    [1, 7],
    [3, 9],
    [2, 8],
  ]);
});

it("leaves out the call that the broker refused, as the times tell", () => {
  const calls = handedOver([publish(1, "a", 0), publish(2, "a", 100), publish(3, "a", 200)], 1000);
  const messages = [
    { id: 5, subject: "a", at: 1001 },
    { id: 6, subject: "a", at: 1202 },
  ];
  expect([...pairSent(calls, messages)]).toEqual([
    [1, 5],
    [3, 6],
  ]);
});
