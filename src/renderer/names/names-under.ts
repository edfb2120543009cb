import { type ItemQuery, rowOfId } from "./name-rows.ts";

type ReadNames = (query: ItemQuery) => Promise<readonly { readonly name: string }[]>;

const PAGE = 10_000;

/** The names of all items that rows stand for, those in folders too. */
export async function namesOf(read: ReadNames, rowIds: Iterable<string>): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const id of rowIds) {
    const { kind, name } = rowOfId(id);
    if (kind === "item") names.add(name);
    else for await (const within of namesUnder(read, name)) names.add(within);
  }
  return [...names];
}

async function* namesUnder(read: ReadNames, prefix: string): AsyncGenerator<string> {
  let after: string | undefined;
  for (;;) {
    const page = await read({ prefix, ...(after === undefined ? {} : { after }), limit: PAGE });
    for (const { name } of page) yield name;
    if (page.length < PAGE) return;
    after = page.at(-1)?.name;
  }
}
