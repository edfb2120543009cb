import { focusIsNowhere } from "./keep-focus.ts";

const ROLES = ["grid", "tree", "listbox", "log"] as const;
const WALKS = /^(?:Arrow(?:Up|Down)|Page(?:Up|Down)|Home|End)$/;

/**
 * A key that walks a list, pressed where nothing has the focus, goes to the list of the view: the rows of a table before
 * what stands beside them. False when it is no such key or there is no list.
 */
export function intoList(event: KeyboardEvent): boolean {
  if (!WALKS.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || !focusIsNowhere()) return false;
  const main = document.querySelector("main");
  for (const role of ROLES) {
    const list = main?.querySelector<HTMLElement>(`[role=${role}][tabindex="0"]`);
    if (list === null || list === undefined) continue;
    list.focus({ preventScroll: true });
    // What was pressed counts there.
    list.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, shiftKey: event.shiftKey, bubbles: true }));
    return true;
  }
  return false;
}
