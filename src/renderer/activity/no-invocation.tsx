import { Empty } from "../design/view-state.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** In place of an invocation that an address names and nobody knows. `why`: what the studio says of it. */
export function NoInvocation({ name, why }: { readonly name: string; readonly why?: string }) {
  const { route } = useWorkbench();
  return (
    <section aria-label="Invocation" style={{ height: "100%" }}>
      <Empty
        title={`There is no invocation ${name}`}
        action={
          <button type="button" onClick={() => route.patch({ inv: undefined, call: undefined, tab: undefined })}>
            Close
          </button>
        }
      >
        {why ?? "Invocations are numbered from 1. The address may have been cut or mistyped."}
      </Empty>
    </section>
  );
}
