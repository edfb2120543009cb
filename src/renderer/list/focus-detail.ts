/** Enter on a row of a list: into the tabs of what is shown beside it. */
export function focusDetail(list: Element | null): void {
  for (let around = list?.parentElement ?? null; around !== null; around = around.parentElement) {
    const tab = around.querySelector<HTMLElement>("[role=tab][aria-selected=true]");
    if (tab !== null) return tab.focus();
  }
}
