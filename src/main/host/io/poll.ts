import type { HostContext, Waitable } from "../context.ts";
import { trap } from "../trap.ts";
import type { HandleTree } from "./handle-tree.ts";
import type { Pollable } from "./modules.ts";

export interface PollModule {
  readonly module: {
    readonly Pollable: abstract new (...args: never[]) => Pollable;
    poll(list: readonly unknown[]): number[];
  };
  readonly make: (source: Waitable, parent?: object) => Pollable;
}

/** `wasi:io/poll` */
export function createPoll(ctx: HostContext, tree: HandleTree): PollModule {
  const sources = new WeakMap<object, Waitable>();

  function sourceOf(value: unknown): Waitable {
    const source = typeof value === "object" && value !== null ? sources.get(value) : undefined;
    if (source !== undefined) return source;
    return trap(value instanceof SourcePollable ? "resource not present" : "resource is of another type");
  }

  class SourcePollable implements Pollable {
    constructor(source: Waitable) {
      sources.set(this, source);
    }

    /** `ready: func() -> bool` */
    ready(): boolean {
      return sourceOf(this).ready();
    }

    /** `block: func()` */
    block(): void {
      const source = sourceOf(this);
      if (!source.ready()) ctx.wait([source]);
    }

    [Symbol.dispose](): void {
      if (!sources.has(this)) return;
      tree.drop(this);
      sources.delete(this);
    }
  }

  return {
    module: {
      Pollable: SourcePollable,
      /**
       * `poll: func(in: list<borrow<pollable>>) -> list<u32>`: positions, each one that is ready. A list longer than a
       * u32 counts cannot come: its handles would not fit into the guest's memory.
       */
      poll(list: readonly unknown[]): number[] {
        if (list.length === 0) trap("empty poll list");
        const waited = list.map(sourceOf);
        const ready = waited.flatMap((source, position) => (source.ready() ? [position] : []));
        return ready.length > 0 ? ready : ctx.wait(waited);
      },
    },
    make(source, parent) {
      const pollable = new SourcePollable(source);
      if (parent !== undefined) tree.adopt(parent, pollable);
      return pollable;
    },
  };
}
