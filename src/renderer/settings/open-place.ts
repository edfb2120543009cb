import { copyText } from "../design/copy-text.ts";
import type { ToastStore } from "../toast/toast-store.ts";
import { editorUrl } from "./editor-link.ts";
import type { SettingsStore } from "./settings-store.ts";

/** Opens `src/lib.rs:41:7` in the editor a person chose; without one the place is copied. */
export function openPlace(
  { settings, toasts }: { readonly settings: SettingsStore; readonly toasts: ToastStore },
  folder: string,
  place: string,
): void {
  const { editor } = settings.get();
  if (editor !== "none") {
    const link = document.createElement("a");
    link.href = editorUrl(editor, folder, place);
    // Where nothing opens such addresses, the page stays.
    link.target = "_blank";
    link.rel = "noreferrer";
    link.click();
    return;
  }
  const choose = { label: "Open in an editor…", undo: false, run: () => settings.show(true) };
  copyText(place).then(
    () => toasts.done(`Copied ${place}`, choose),
    (error: unknown) => toasts.failed("The clipboard is not available.", error),
  );
}
