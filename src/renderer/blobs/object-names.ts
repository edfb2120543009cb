import type { StudioApi } from "../../shared/contract.ts";
import { rowOfId } from "./object-rows.ts";

const PAGE = 10_000;

/** The names of all objects that rows stand for, those in folders too. */
export async function namesOf(
  api: StudioApi,
  place: { readonly backend: string; readonly container: string },
  rowIds: Iterable<string>,
): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const id of rowIds) {
    const { kind, name } = rowOfId(id);
    if (kind === "object") names.add(name);
    else for await (const within of namesUnder(api, place, name)) names.add(within);
  }
  return [...names];
}

async function* namesUnder(
  api: StudioApi,
  place: { readonly backend: string; readonly container: string },
  prefix: string,
): AsyncGenerator<string> {
  let after: string | undefined;
  for (;;) {
    const page = await api.objects({ ...place, prefix, ...(after === undefined ? {} : { after }), limit: PAGE });
    for (const { name } of page) yield name;
    if (page.length < PAGE) return;
    after = page.at(-1)?.name;
  }
}
