import { expect, test } from "vitest";

import { tightViews } from "./tight-views.ts";

const part = () => new Uint8Array(new Uint8Array([9, 1, 2, 3, 9]).buffer, 1, 3);

test("a view of part of a buffer becomes a copy that owns its bytes, at any depth", () => {
  const tight = tightViews({ a: [{ b: part() }], c: 1 }) as { a: [{ b: Uint8Array }]; c: number };
  expect(tight).toEqual({ a: [{ b: new Uint8Array([1, 2, 3]) }], c: 1 });
  expect(tight.a[0].b.buffer.byteLength).toBe(3);
});

test("a Buffer leaves its pool behind", () => {
  expect((tightViews(Buffer.from("abc")) as Uint8Array).buffer.byteLength).toBe(3);
});

test("a view of memory that threads share becomes one of its own", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(3));
  shared.set([1, 2, 3]);
  const tight = tightViews({ shared }) as { shared: Uint8Array };
  expect([tight.shared.buffer instanceof ArrayBuffer, [...tight.shared]]).toEqual([true, [1, 2, 3]]);
});

test("the original stays as it was", () => {
  const original = { bytes: part() };
  tightViews(original);
  expect(original.bytes.buffer.byteLength).toBe(5);
});

test("what needs no copy is passed on itself", () => {
  const message = { bytes: new Uint8Array(4), list: [1, null, "x"], at: new Date(0) };
  expect(tightViews(message)).toBe(message);
});
