/** A row of a record: its number grows with time. */
export interface RecordRow {
  readonly id: number;
}

/** Rows kept in a window; the oldest go first and are read again when somebody scrolls to them. */
export const MAX_ROWS = 120_000;

/**
 * Rows with newer forms of some put in their place, ascending by id. New ones join when `admitNew`; those older
 * than everything shown stay out, they come when their page is read.
 */
export function mergeRows<T extends RecordRow>(
  rows: readonly T[],
  changed: readonly T[],
  admitNew: boolean,
): readonly T[] {
  if (changed.length === 0) return rows;
  const next = [...rows];
  const fresh: T[] = [];
  for (const one of changed) {
    const at = indexOfId(rows, one.id);
    if (at !== undefined) next[at] = one;
    else if (admitNew && (rows.length === 0 || one.id > (rows[0]?.id ?? 0))) fresh.push(one);
  }
  if (fresh.length === 0) return next;
  fresh.sort((a, b) => a.id - b.id);
  const newest = rows.at(-1)?.id ?? -Infinity;
  const inOrder = (fresh[0]?.id ?? Infinity) > newest;
  next.push(...fresh);
  if (!inOrder) next.sort((a, b) => a.id - b.id);
  return next.length > MAX_ROWS ? next.slice(next.length - MAX_ROWS) : next;
}

/** Position of an id in rows that ascend by id. */
export function indexOfId(rows: readonly RecordRow[], id: number): number | undefined {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = rows[middle]?.id ?? 0;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
