import type { HostContext } from "../context.ts";

/**
 * Has `release` run when the running instance ends. The function returned is called whenever there is something to
 * release; it registers at most once for each instance, however often that is.
 */
export function atInstanceEnd(ctx: HostContext, release: () => void): () => void {
  let registered = false;
  return () => {
    if (registered) return;
    registered = true;
    ctx.onInstanceEnd(() => {
      registered = false;
      release();
    });
  };
}
