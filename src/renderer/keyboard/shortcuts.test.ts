import { expect, it } from "vitest";
import { commandOf } from "./shortcuts.ts";

const press = (
  key: string,
  held: { ctrlKey?: boolean; metaKey?: boolean; shiftKey?: boolean; altKey?: boolean } = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

it("opens the palette by both of its keys, with Ctrl and with Cmd", () => {
  const palette = { kind: "palette", jump: false };
  expect([
    commandOf(press("k", { ctrlKey: true }), true),
    commandOf(press("P", { metaKey: true, shiftKey: true }), false),
    commandOf(press("p", { ctrlKey: true }), false),
  ]).toEqual([palette, palette, { kind: "palette", jump: true }]);
});

it("leaves a field its own keys", () => {
  expect([
    commandOf(press("z", { ctrlKey: true }), true),
    commandOf(press("?"), true),
    commandOf(press("k"), false),
  ]).toEqual([undefined, undefined, undefined]);
});

it("leaves combinations with Alt to the system", () => {
  expect(commandOf(press("1", { ctrlKey: true, altKey: true }), false)).toBeUndefined();
});

it("undoes and makes again what was changed, but not while somebody types", () => {
  expect([
    commandOf(press("z", { ctrlKey: true }), false),
    commandOf(press("Z", { ctrlKey: true, shiftKey: true }), false),
    commandOf(press("y", { ctrlKey: true }), false),
    commandOf(press("Z", { metaKey: true, shiftKey: true }), true),
    commandOf(press("y", { ctrlKey: true }), true),
  ]).toEqual([{ kind: "undo" }, { kind: "redo" }, { kind: "redo" }, undefined, undefined]);
});
