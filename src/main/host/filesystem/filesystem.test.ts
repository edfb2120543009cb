import { expect, test } from "vitest";
import { createIo } from "../io/index.ts";
import { hostFunction, testContext } from "../test-context.ts";
import { WitError } from "../wit-error.ts";
import { filesystem } from "./index.ts";

function setUp() {
  const ctx = testContext();
  const io = createIo(ctx);
  return { io, modules: filesystem.create(ctx, io) };
}

test("no folder is granted", () => {
  const { modules } = setUp();
  expect(hostFunction(modules, "preopens", "getDirectories")()).toEqual([]);
});

test("an error of a stream is none of a file", () => {
  const { io, modules } = setUp();
  expect(hostFunction(modules, "types", "filesystemErrorCode")(io.error("text"))).toBeUndefined();
});

test.each(["Descriptor", "DirectoryEntryStream"])("every fallible method of %s refuses with access", (name) => {
  const { modules } = setUp();
  const resource = modules["types"]?.[name] as new () => Record<string, () => unknown>;
  const descriptor = new resource();
  const methods = Object.getOwnPropertyNames(resource.prototype).filter(
    (method) => method !== "constructor" && method !== "isSameObject",
  );
  const answers = methods.map((method) => {
    try {
      return descriptor[method]?.();
    } catch (error) {
      return error instanceof WitError ? (error.payload as unknown) : error;
    }
  });
  expect(answers).toEqual(methods.map(() => "access"));
  expect(methods.length).toBe(name === "Descriptor" ? 26 : 1);
});

test("contexts share no class, so that what is done to one does not reach another", () => {
  expect(setUp().modules["types"]?.["Descriptor"]).not.toBe(setUp().modules["types"]?.["Descriptor"]);
});
