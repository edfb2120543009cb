import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import type { StudioEvents } from "../../shared/contract.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

export interface Loaded<T> {
  /** The last one read for this key; it stays while it is read again. */
  readonly value?: T;
  readonly error?: Error;
  readonly reload: () => void;
}

/**
 * Reads something from the studio, again when the key changes, when the studio returns or left events out, and when
 * `reload` is called.
 * While a read is under way a further `reload` waits for it, so a stream of events costs one read at a time.
 */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const { session } = useWorkbench();
  const [state, setState] = useState<{ key: string; value?: T; error?: Error }>({ key });
  const latest = useRef({ key, load });
  useLayoutEffect(() => {
    latest.current = { key, load };
  });
  const reading = useRef<{ key: string; again: boolean } | undefined>(undefined);

  const reload = useCallback(() => {
    const read = () => {
      const { key: wanted, load: loadNow } = latest.current;
      const own = { key: wanted, again: false };
      reading.current = own;
      const finish = (next: { value?: T; error?: Error }) => {
        if (reading.current === own) reading.current = undefined;
        if (latest.current.key === wanted) {
          setState((before) => ({
            ...(before.key === wanted && next.error !== undefined ? before : {}),
            key: wanted,
            ...next,
          }));
          if (own.again) read();
        }
      };
      loadNow().then(
        (value) => finish({ value }),
        (error: unknown) => finish({ error: error instanceof Error ? error : new Error(String(error)) }),
      );
    };
    if (reading.current?.key === latest.current.key) reading.current.again = true;
    else read();
  }, []);

  useEffect(() => session.onReady(reload), [session, reload, key]);
  useEffect(() => session.on("events-skipped", reload), [session, reload]);
  return state.key === key ? { ...state, reload } : { reload };
}

/** Listens to an event of the studio as long as the view is there. */
export function useStudioEvent<K extends keyof StudioEvents>(
  name: K,
  listener: (value: StudioEvents[K]) => void,
): void {
  const { session } = useWorkbench();
  const hear = useEffectEvent(listener);
  useEffect(() => session.on(name, (value) => hear(value)), [session, name]);
}
