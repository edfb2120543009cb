import { useCallback, useEffect, useState } from "react";
import type { RevealedSecret } from "../../shared/model.ts";
import { copyText } from "../design/copy-text.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { formatHex } from "../viewers/hex.ts";

/** How long a value stays on screen. */
export const SHOWN_FOR_MS = 30_000;

export interface Revealing {
  readonly shown: { readonly text: string; readonly hiddenAt: number } | undefined;
  readonly reveal: () => Promise<void>;
  readonly copy: () => Promise<void>;
  readonly hide: () => void;
}

/**
 * Shows and copies the value of one secret. Each of both is an act that the studio writes into the audit first. What is
 * shown goes by itself: after a while, when the window loses the focus or is hidden, and with the view.
 */
export function useRevealed(name: string): Revealing {
  const { api, toasts } = useWorkbench();
  const [shown, setShown] = useState<Revealing["shown"]>();
  const hide = useCallback(() => setShown(undefined), []);
  useEffect(() => {
    if (shown === undefined) return undefined;
    const timer = setTimeout(hide, shown.hiddenAt - Date.now());
    const onVisibility = () => {
      if (document.visibilityState === "hidden") hide();
    };
    window.addEventListener("blur", hide);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("blur", hide);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [shown, hide]);
  const reveal = async () => {
    try {
      setShown({ text: textOf(await api.revealSecret(name)), hiddenAt: Date.now() + SHOWN_FOR_MS });
    } catch (error) {
      toasts.failed(`${name} is not shown.`, error);
    }
  };
  const copy = async () => {
    try {
      await copyText(textOf(await api.revealSecret(name)));
      toasts.done(`Copied the value of ${name}. The audit says so.`);
    } catch (error) {
      toasts.failed(`${name} was not copied.`, error);
    }
  };
  return { shown, reveal, copy, hide };
}

/** Bytes in hexadecimal. */
function textOf({ value }: RevealedSecret): string {
  return value.kind === "string" ? value.text : formatHex(value.bytes);
}
