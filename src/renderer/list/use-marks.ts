import { useState } from "react";
import { flipped } from "./flipped.ts";
import type { Picked } from "./virtual-list.tsx";

export interface Marks {
  readonly marked: ReadonlySet<string>;
  flip(id: string): void;
  clear(): void;
  /** What picking a row does to the marks. True: it only marked, and chooses nothing. */
  pick(id: string, index: number, how: Picked): boolean;
}

/** Rows marked to do something with all of them: by Ctrl and Shift with a click, or one by one. */
export function useMarks<T>(items: readonly T[], idOf: (item: T) => string, chosen: string | undefined): Marks {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const flip = (id: string) => setMarked((before) => flipped(before, id));
  return {
    marked,
    flip,
    clear: () => setMarked(new Set()),
    pick: (id, index, { toggle, extend }) => {
      if (toggle) flip(id);
      if (toggle || !extend) return toggle;
      const from = items.findIndex((item) => idOf(item) === chosen);
      const [first, last] = from < index ? [from, index] : [index, from];
      const range = items.slice(Math.max(0, first), last + 1).map(idOf);
      setMarked((before) => new Set([...before, ...range]));
      return false;
    },
  };
}
