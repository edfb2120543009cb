import { useCallback, useState } from "react";
import { flipped } from "./flipped.ts";
import type { Picked } from "./virtual-list.tsx";

export interface Marks {
  readonly marked: ReadonlySet<string>;
  readonly flip: (id: string) => void;
  readonly clear: () => void;
  /** What picking a row does to the marks. True: it only marked, and chooses nothing. */
  readonly pick: (id: string, index: number, how: Picked) => boolean;
}

/**
 * Rows marked to do something with all of them: by Ctrl and Shift with a click, or one by one. `scope`: where the rows
 * are; those of another place are not marked any more.
 */
export function useMarks<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  chosen: string | undefined,
  scope = "",
): Marks {
  const [state, setState] = useState<{ readonly scope: string; readonly marked: ReadonlySet<string> }>();
  const marked = state?.scope === scope ? state.marked : none;
  const setMarked = useCallback(
    (change: (before: ReadonlySet<string>) => ReadonlySet<string>) =>
      setState((before) => ({ scope, marked: change(before?.scope === scope ? before.marked : none) })),
    [scope],
  );
  const flip = useCallback((id: string) => setMarked((before) => flipped(before, id)), [setMarked]);
  return {
    marked,
    flip,
    clear: () => setState(undefined),
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

const none: ReadonlySet<string> = new Set();
