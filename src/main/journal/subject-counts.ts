import type { DatabaseSync } from "node:sqlite";

import type { SubjectBranchView, SubjectQuery, SubjectRow } from "../../shared/model.ts";

/** Subjects that are counted before others have a turn. */
const SUBJECTS_A_STEP = 5000;
/** Of one branch; more rows than a person walks through. */
const MAX_ROWS = 100_000;

interface Counted {
  readonly backend: string;
  readonly subject: string;
  readonly messages: number;
  readonly unreached: number;
}

/** The messages of each subject, folded by their tokens into the branches that are asked for, in steps. */
export function* countSubjects(db: DatabaseSync, query: SubjectQuery): Generator<void, SubjectBranchView[]> {
  const step = db.prepare(
    "SELECT backend, subject, messages, unreached FROM subject WHERE (backend, subject) > (?, ?) " +
      `ORDER BY backend, subject LIMIT ${SUBJECTS_A_STEP}`,
  );
  const fold = new Fold(query);
  for (let [backend, subject] = ["", ""]; ;) {
    // The table is STRICT and was checked on opening, so a row has the types its columns were declared with.
    const rows = step.all(backend, subject) as unknown as Counted[];
    for (const row of rows) fold.add(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < SUBJECTS_A_STEP) return fold.views();
    ({ backend, subject } = last);
    yield;
  }
}

interface Branch {
  readonly backend: string;
  readonly prefix: string;
  readonly limit: number;
  /** By token, those that end there and those that go on. */
  readonly ends: Map<string, Totals>;
  readonly goesOn: Map<string, Totals>;
}

interface Totals {
  messages: number;
  unreached: number;
  subjects: number;
}

class Fold {
  readonly #limits: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly #branches = new Map<string, Map<string, Branch>>();

  constructor({ branches }: SubjectQuery) {
    const byBackend = Map.groupBy(branches, ({ backend }) => backend);
    this.#limits = new Map(
      [...byBackend].map(([backend, of]) => [
        backend,
        new Map(of.map(({ prefix, limit }) => [prefix, limited(limit)])),
      ]),
    );
  }

  /** Goes down only as far as branches are open. */
  add({ backend, subject, messages, unreached }: Counted): void {
    const open = this.#open(backend);
    for (let at = 0; at <= subject.length;) {
      const branch = open.get(subject.slice(0, at));
      if (branch === undefined) return;
      const dot = subject.indexOf(".", at);
      const side = dot < 0 ? branch.ends : branch.goesOn;
      const token = subject.slice(at, dot < 0 ? undefined : dot);
      const totals = side.get(token);
      if (totals === undefined) side.set(token, { messages, unreached, subjects: 1 });
      else {
        totals.messages += messages;
        totals.unreached += unreached;
        totals.subjects += 1;
      }
      if (dot < 0) return;
      at = dot + 1;
    }
  }

  views(): SubjectBranchView[] {
    const branches = [...this.#branches.values()].flatMap((open) => [...open.values()]);
    return branches.flatMap(({ backend, prefix, limit, ends, goesOn }) => {
      const rows = [...rowsOf(ends, false), ...rowsOf(goesOn, true)].toSorted(byToken);
      if (rows.length === 0) return [];
      return {
        backend,
        prefix,
        rows: rows.slice(0, limit),
        more: Math.max(0, rows.length - limit),
        messages: rows.reduce((sum, row) => sum + row.messages, 0),
        unreached: rows.reduce((sum, row) => sum + row.unreached, 0),
      };
    });
  }

  #open(backend: string): ReadonlyMap<string, Branch> {
    const known = this.#branches.get(backend);
    if (known !== undefined) return known;
    const limits = new Map([["", 0], ...(this.#limits.get(backend) ?? [])]);
    const open = new Map(
      [...limits].map(([prefix, limit]) => [
        prefix,
        { backend, prefix, limit, ends: new Map<string, Totals>(), goesOn: new Map<string, Totals>() },
      ]),
    );
    this.#branches.set(backend, open);
    return open;
  }
}

function rowsOf(side: ReadonlyMap<string, Totals>, deeper: boolean): SubjectRow[] {
  return [...side].map(([token, totals]) => ({ token, deeper, ...totals }));
}

function byToken(one: SubjectRow, other: SubjectRow): number {
  if (one.token === other.token) return Number(one.deeper) - Number(other.deeper);
  return one.token < other.token ? -1 : 1;
}

function limited(limit: number): number {
  return Number.isSafeInteger(limit) && limit >= 0 ? Math.min(limit, MAX_ROWS) : MAX_ROWS;
}
