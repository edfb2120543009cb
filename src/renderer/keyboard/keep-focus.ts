/**
 * Where the focus goes when what had it is gone, as after a deletion or when a pane is closed: to the list nearest to
 * where it was, or else to the first thing there that takes it. Dialogs and menus see to their own.
 */
export function keepFocus(root: HTMLElement): () => void {
  let last: HTMLElement | undefined;
  let around: readonly Element[] = [];
  const onFocusIn = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    last = target;
    around = ancestorsOf(target, root);
  };
  const observer = new MutationObserver(() => {
    if (last === undefined || last.isConnected || !focusIsNowhere()) return;
    last = undefined;
    if (around.some((element) => element.matches("[role=dialog], [role=menu], [role=alertdialog]"))) return;
    for (const element of around) {
      if (element.isConnected && focusIn(element)) return;
    }
  });
  root.addEventListener("focusin", onFocusIn);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener("focusin", onFocusIn);
    observer.disconnect();
  };
}

const LISTS = ["[role=grid]", "[role=tree]", "[role=listbox]", "[role=log]"].map((list) => `${list}[tabindex="0"]`);
const OTHERS = "input:not(:disabled), button:not(:disabled), select:not(:disabled), [tabindex='0']";

function focusIn(element: Element): boolean {
  const target =
    element.querySelector<HTMLElement>(LISTS.join(", ")) ??
    element.querySelector<HTMLElement>("[data-find]") ??
    element.querySelector<HTMLElement>(OTHERS);
  target?.focus({ preventScroll: true });
  return target !== null && !focusIsNowhere();
}

export function focusIsNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function ancestorsOf(element: Element, root: Element): readonly Element[] {
  const found: Element[] = [];
  for (let at = element.parentElement; at !== null; at = at.parentElement) {
    found.push(at);
    if (at === root) return found;
  }
  return found;
}
