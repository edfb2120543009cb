import type { ResetReply } from "../../shared/contract.ts";
import { counted } from "../format/quantity.ts";
import type { ToastAction } from "../toast/toast-store.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { tellLeftAsIs } from "./left-as-is.ts";

/** What a backend holds: keys, or containers and objects together. */
type ResetNoun = "key" | "entry";

/** Empties a backend, or every one, at once, and offers Undo. False: it did not work, and a toast says why. */
export async function resetState(
  workbench: Workbench,
  backend: string | undefined,
  noun: ResetNoun = "key",
): Promise<boolean> {
  const { api, toasts } = workbench;
  try {
    const reply = await api.resetState(backend === undefined ? {} : { backend });
    toasts.done(resetWords(backend, reply, noun), reply.steps.length === 0 ? undefined : undoOf(workbench, reply));
    if (reply.unseeded.length > 0) {
      const why = new Error(`What is wrong with the seed of ${reply.unseeded.join(", ")} stands in Problems.`);
      toasts.failed("It begins empty.", why);
    }
    return true;
  } catch (error) {
    toasts.failed("Nothing was reset.", error);
    return false;
  }
}

/** `Reset cache: 12 keys deleted, 3 keys seeded.` */
export function resetWords(
  backend: string | undefined,
  { deleted, seeded }: ResetReply,
  noun: ResetNoun = "key",
): string {
  const words = (count: number) => counted(count, noun, PLURALS[noun]);
  const what = backend ?? "all state";
  if (deleted === 0 && seeded === 0) return `Reset ${what}: there was nothing in it.`;
  return `Reset ${what}: ${words(deleted)} deleted${seeded === 0 ? "" : `, ${words(seeded)} seeded`}.`;
}

const PLURALS = { key: "keys", entry: "entries" } as const;

function undoOf({ api, toasts }: Workbench, { steps }: ResetReply): ToastAction {
  return {
    label: "Undo",
    undo: true,
    run: async () => tellLeftAsIs(toasts, await api.undoReset(steps)),
  };
}
