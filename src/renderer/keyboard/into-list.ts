import { focusIsNowhere } from "./keep-focus.ts";

const ROLES = ["grid", "tree", "listbox", "log"] as const;
const WALKS = /^(?:Arrow(?:Up|Down)|Page(?:Up|Down)|Home|End)$/;
const LINE_PX = 40;

/**
 * A key that walks a list, pressed where nothing has the focus, goes to the list of the view: the rows of a table before
 * what stands beside them. A view without a list is scrolled. False when it is no such key or there is neither.
 */
export function intoList(event: KeyboardEvent): boolean {
  if (!WALKS.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || !focusIsNowhere()) return false;
  const main = document.querySelector("main");
  if (main === null) return false;
  for (const role of ROLES) {
    const list = main.querySelector<HTMLElement>(`[role=${role}][tabindex="0"]`);
    if (list === null) continue;
    list.focus({ preventScroll: true });
    // What was pressed counts there.
    list.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, shiftKey: event.shiftKey, bubbles: true }));
    return true;
  }
  const box = [...main.querySelectorAll("*")].find(scrolls);
  box?.scrollBy({ top: distance(event.key, box) });
  return box !== undefined;
}

function scrolls(element: Element): boolean {
  return element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(element).overflowY);
}

function distance(key: string, { clientHeight, scrollHeight }: Element): number {
  switch (key) {
    case "Home":
      return -scrollHeight;
    case "End":
      return scrollHeight;
    case "PageUp":
      return -clientHeight * 0.9;
    case "PageDown":
      return clientHeight * 0.9;
    default:
      return key === "ArrowUp" ? -LINE_PX : LINE_PX;
  }
}
