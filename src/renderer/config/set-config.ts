import type { SetConfigInput } from "../../shared/model.ts";
import type { ToastAction } from "../toast/toast-store.ts";
import type { Workbench } from "../workbench/workbench.ts";

/** Writes a value, and offers to write back what was there. False when it was not written; a notification says why. */
export async function setConfig(
  { api, toasts }: Workbench,
  input: SetConfigInput,
  before: string | undefined,
): Promise<boolean> {
  const { component, key, value, file } = input;
  const put = (to: string | null) => api.setConfig({ component, key, value: to, file });
  const undo: ToastAction = {
    label: "Undo",
    undo: true,
    run: async () => {
      await put(before ?? null);
      return redo;
    },
  };
  const redo: ToastAction = {
    label: "Redo",
    undo: false,
    redo: true,
    run: async () => {
      await put(value);
      return undo;
    },
  };
  const where = file === "local" ? "vitrine.local.jsonc" : "vitrine.jsonc";
  try {
    await api.setConfig(input);
    toasts.done(
      value === null ? `Took ${key} of ${component} out of ${where}.` : `Wrote ${key} of ${component} into ${where}.`,
      undo,
    );
    return true;
  } catch (error) {
    toasts.failed(`${key} was not ${value === null ? "taken out" : "written"}.`, error);
    return false;
  }
}
