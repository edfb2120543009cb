import type { InvocationId, VersionId } from "../../shared/model.ts";
import { openInvocation } from "../workbench/actions.ts";
import type { Workbench } from "../workbench/workbench.ts";

const PAGE = 1000;
/** Further on nobody waits for it; the invocation is shown without its call. */
const MAX_PAGES = 10;

/** Shows an invocation at once and, when it is found, the host call in it that wrote a version. */
export function openWriter(workbench: Workbench, invocation: InvocationId, version: VersionId): void {
  openInvocation(workbench, invocation);
  const { route } = workbench;
  const from = route.get();
  findCall(workbench, invocation, version).then(
    // Whoever went on meanwhile stays where they are.
    (call) => call !== undefined && route.get() === from && route.patch({ call: String(call) }),
    // The invocation is there all the same.
    () => undefined,
  );
}

async function findCall({ api }: Workbench, invocation: InvocationId, version: VersionId): Promise<number | undefined> {
  let after = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const calls = await api.hostCalls({ invocation, after, limit: PAGE });
    const found = calls.find((call) => call.versions.includes(version));
    if (found !== undefined || calls.length < PAGE) return found?.seq;
    after = calls.at(-1)?.seq ?? after;
  }
  return undefined;
}
