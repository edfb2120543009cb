import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/** Calls when a box lost height, as when a detail opens below it, with the height it had before, in pixels. */
export function useKeptInSight(box: RefObject<HTMLElement | null>, onShrunk: (before: number) => void): void {
  const latest = useRef(onShrunk);
  useLayoutEffect(() => {
    latest.current = onShrunk;
  });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      const before = height;
      height = element.clientHeight;
      if (height < before) latest.current(before);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
}
