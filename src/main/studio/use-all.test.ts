import { expect, it } from "vitest";

import { useAll } from "./use-all.ts";

function opened(name: string, closed: string[]): AsyncDisposable & { readonly name: string } {
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      closed.push(name);
    },
  };
}

it("gives back what was opened, in the order asked for, and closes it with the stack in the opposite one", async () => {
  const closed: string[] = [];
  const slow = Promise.withResolvers<ReturnType<typeof opened>>();
  {
    await using stack = new AsyncDisposableStack();
    const using = useAll(stack, [slow.promise, Promise.resolve(opened("fast", closed))]);
    slow.resolve(opened("slow", closed));
    expect((await using).map(({ name }) => name)).toEqual(["slow", "fast"]);
    expect(closed).toEqual([]);
  }
  expect(closed).toEqual(["fast", "slow"]);
});

it("waits for the others when one cannot be opened, tells the first failure, and leaves nothing open", async () => {
  const closed: string[] = [];
  const slow = Promise.withResolvers<ReturnType<typeof opened>>();
  const failure = new Error("the file is damaged");
  {
    await using stack = new AsyncDisposableStack();
    const using = useAll(stack, [slow.promise, Promise.reject(failure), Promise.reject(new Error("a later one"))]);
    const told = expect(using).rejects.toBe(failure);
    slow.resolve(opened("slow", closed));
    await told;
  }
  expect(closed).toEqual(["slow"]);
});
