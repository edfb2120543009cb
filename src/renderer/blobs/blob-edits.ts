import type { ContainerChangeInput, CopyObjectInput } from "../../shared/blob-model.ts";
import { counted } from "../format/quantity.ts";
import { undoOf } from "../keyvalue/use-undo.ts";
import { namesOf } from "../names/names-under.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { lastPart } from "./object-place.ts";

/** What a person changes: done at once, with Undo, and told. False: it did not work, which is told, too. */

interface Place {
  readonly backend: string;
  readonly container: string;
}

/** Rows by their ids; all objects of a folder go with it. */
export async function deleteRows(workbench: Workbench, place: Place, rowIds: readonly string[]): Promise<boolean> {
  const { api, toasts } = workbench;
  try {
    const names = await namesOf((query) => api.objects({ ...place, ...query }), rowIds);
    const versions = await api.deleteObjects(place.backend, place.container, names);
    const [only] = names;
    const what = names.length === 1 ? lastPart(only ?? "") : counted(versions.length, "object");
    toasts.done(`Deleted ${what}.`, versions.length === 0 ? undefined : undoOf(workbench, versions));
    return true;
  } catch (error) {
    toasts.failed("Nothing was deleted.", error);
    return false;
  }
}

const CHANGED = {
  create: (name: string) => `Created ${name}.`,
  clear: (name: string, versions: number) =>
    versions === 0 ? `There was nothing in ${name}.` : `Cleared ${name}: ${counted(versions, "object")} deleted.`,
  delete: (name: string) => `Deleted the container ${name}.`,
} as const;

export async function changeContainer(workbench: Workbench, input: ContainerChangeInput): Promise<boolean> {
  const { api, toasts } = workbench;
  const { container, change } = input;
  try {
    const versions = await api.changeContainer(input);
    const text =
      change === "create" && versions.length === 0
        ? `There is a container ${container} already.`
        : CHANGED[change](container, versions.length);
    toasts.done(text, versions.length === 0 ? undefined : undoOf(workbench, versions));
    return true;
  } catch (error) {
    toasts.failed(`The container ${container} stays as it was.`, error);
    return false;
  }
}

export async function copyObject(workbench: Workbench, input: CopyObjectInput): Promise<boolean> {
  const { api, toasts } = workbench;
  const { from, to, move } = input;
  try {
    const versions = await api.copyObject(input);
    const target = from.container === to.container ? to.name : `${to.container}/${to.name}`;
    const done = move === true ? "Moved" : "Copied";
    toasts.done(
      `${done} ${lastPart(from.name)} to ${target}.`,
      versions.length === 0 ? undefined : undoOf(workbench, versions),
    );
    return true;
  } catch (error) {
    toasts.failed(`${from.name} stays as it was.`, error);
    return false;
  }
}
