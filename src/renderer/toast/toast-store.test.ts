import { expect, it } from "vitest";
import { type ToastAction, ToastStore } from "./toast-store.ts";

/** A value that can be set, with an undo and a redo as edits of state have them. */
function editor(toasts: ToastStore) {
  const values = [""];
  const step = (to: string, from: string, label: "Undo" | "Redo"): ToastAction => ({
    label,
    undo: label === "Undo",
    redo: label === "Redo",
    run: async () => {
      values.push(to);
      return step(from, to, label === "Undo" ? "Redo" : "Undo");
    },
  });
  return {
    now: () => values.at(-1),
    set: (to: string) => {
      const from = values.at(-1) ?? "";
      values.push(to);
      toasts.done(`Wrote ${to}.`, step(from, to, "Undo"));
    },
  };
}

const texts = (toasts: ToastStore) => toasts.get().map(({ text }) => text);
const settled = () => new Promise((done) => setTimeout(done));

it("undoes changes one after the other, also when their toasts are gone, and makes them again", async () => {
  const toasts = new ToastStore();
  const { now, set } = editor(toasts);
  set("a");
  set("b");
  for (const { id } of toasts.get()) toasts.dismiss(id);
  const seen: unknown[] = [];
  for (const press of ["undo", "undo", "undo", "redo", "redo", "redo", "undo"]) {
    const did = press === "undo" ? toasts.undoLatest() : toasts.redoLatest();
    await settled();
    seen.push([press, did, now()]);
  }
  expect(seen).toEqual([
    ["undo", true, "a"],
    ["undo", true, ""],
    ["undo", false, ""],
    ["redo", true, "a"],
    ["redo", true, "b"],
    ["redo", false, "b"],
    ["undo", true, "a"],
  ]);
});

it("says what was undone, with a way to make it again", async () => {
  const toasts = new ToastStore();
  const { now, set } = editor(toasts);
  set("a");
  const [wrote] = toasts.get();
  if (wrote === undefined) throw new Error("There is no toast.");
  await toasts.act(wrote);
  expect([texts(toasts), toasts.get()[0]?.action?.label]).toEqual([["Undone: Wrote a."], "Redo"]);
  const [undone] = toasts.get();
  if (undone === undefined) throw new Error("There is no toast.");
  await toasts.act(undone);
  expect([texts(toasts), toasts.get()[0]?.action?.label, now()]).toEqual([["Wrote a."], "Undo", "a"]);
});

it("forgets what could be made again once something else is changed", async () => {
  const toasts = new ToastStore();
  const { set } = editor(toasts);
  set("a");
  toasts.undoLatest();
  await settled();
  set("b");
  expect(toasts.redoLatest()).toBe(false);
});

it("tells of an undo that does not work, once", async () => {
  const toasts = new ToastStore();
  toasts.done("Deleted k.", { label: "Undo", undo: true, run: () => Promise.reject(new Error("It is gone.")) });
  toasts.undoLatest();
  await settled();
  expect([texts(toasts), toasts.undoLatest()]).toEqual([["Undo did not work. It is gone."], false]);
});
