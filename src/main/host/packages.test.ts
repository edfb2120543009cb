import { expect, test } from "vitest";
import { createIo } from "./io/index.ts";
import { packages } from "./packages.ts";
import { testContext } from "./test-context.ts";

const ctx = testContext();
const io = createIo(ctx);

test("every package is named once", () => {
  const names = packages.map((offered) => offered.name);
  expect(new Set(names).size).toBe(names.length);
});

test("every interface that is offered has a module behind it, with members unless its WIT has only types", () => {
  const empty = packages.flatMap((offered) => {
    const modules = offered.create(ctx, io);
    return offered.interfaces.flatMap(({ name, module }) =>
      Object.keys(modules[module] ?? {}).length === 0 ? [[`${offered.name}/${name}`, modules[module]]] : [],
    );
  });
  expect(empty).toEqual([["wasmcloud:messaging/types", {}]]);
});

test("no version of an interface is offered twice", () => {
  const ids = packages.flatMap((offered) =>
    offered.interfaces.flatMap((served) =>
      served.versions.map((version) => `${offered.name}/${served.name}@${version}|${served.module}`),
    ),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test("contexts share no module and no class", () => {
  const other = testContext();
  const otherIo = createIo(other);
  for (const offered of packages) {
    const [a, b] = [offered.create(ctx, io), offered.create(other, otherIo)];
    for (const [name, module] of Object.entries(a)) {
      const shared = Object.entries(module).filter(([member, value]) => isClass(value) && value === b[name]?.[member]);
      expect({ module: `${offered.name}/${name}`, same: module === b[name], shared }).toEqual({
        module: `${offered.name}/${name}`,
        same: false,
        shared: [],
      });
    }
  }
});

function isClass(value: unknown): boolean {
  return typeof value === "function" && String(value).startsWith("class");
}
