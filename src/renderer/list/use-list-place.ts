import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { useWorkbench } from "../workbench/workbench-context.ts";

interface ListState {
  /** Undefined: it always begins as a new one. */
  readonly name: string | undefined;
  readonly selected: string | number | undefined;
  readonly follow: boolean;
}

interface UsedPlace {
  /** To be told of each scroll. */
  readonly onScrolled: () => void;
  /** True once, where the list came back to where it was left: its selection need not be gone to. */
  readonly takeRestored: () => boolean;
}

/** Keeps where a list is, and goes back there when it is shown again with the same row chosen. */
export function useListPlace(scroller: RefObject<HTMLElement | null>, state: ListState): UsedPlace {
  const { listPlaces } = useWorkbench();
  const { name, selected, follow } = state;
  const restored = useRef(false);
  useLayoutEffect(() => {
    const place = name === undefined ? undefined : listPlaces.of(name);
    if (place === undefined || follow || place.follow) return;
    // Another row was chosen meanwhile, by a link for example: that is what is to be seen.
    if (selected !== undefined && place.selected !== selected) return;
    if (scroller.current === null || place.top === 0) return;
    scroller.current.scrollTop = place.top;
    restored.current = true;
    // Once, when it is shown: from then on it is where a person scrolls it.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  useEffect(() => {
    if (name !== undefined) listPlaces.left(name, { selected, follow });
  }, [listPlaces, name, selected, follow]);
  return {
    onScrolled: () => {
      if (name !== undefined) listPlaces.left(name, { top: scroller.current?.scrollTop ?? 0 });
    },
    takeRestored: () => {
      const was = restored.current;
      restored.current = false;
      return was;
    },
  };
}
