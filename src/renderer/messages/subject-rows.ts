import type { SubjectBranchView, SubjectRow, SubscriptionView } from "../../shared/model.ts";
import { count } from "../format/quantity.ts";
import { isBranch, type SubjectChoice } from "./subject-filter.ts";

/** A line of the subject tree. */
export interface SubjectTreeRow {
  /** Unique, and the same for as long as it stands for the same. */
  readonly id: string;
  readonly kind: "all" | "bus" | "branch" | "subject" | "more";
  /** 0 for the first line alone, which stands for everything. */
  readonly depth: number;
  /** The token, the bus, or what is said. */
  readonly label: string;
  /** Absent: everything. Of `more`: the branch it belongs to. */
  readonly choice?: SubjectChoice;
  readonly messages: number;
  readonly unreached: number;
  readonly open?: boolean;
  /** Place among its siblings, from 1, and how many there are. */
  readonly position: number;
  readonly siblings: number;
}

interface SubjectTreeInput {
  readonly buses: readonly string[];
  /** As far as they were read. */
  readonly branches: readonly SubjectBranchView[];
  readonly subscriptions: readonly Pick<SubscriptionView, "backend" | "subject">[];
  readonly isOpen: (choice: SubjectChoice) => boolean;
}

/** Subjects that were seen and those somebody listens to, as the lines in sight. A bus has a line where there are several. */
export function subjectRows({ buses, branches, subscriptions, isOpen }: SubjectTreeInput): readonly SubjectTreeRow[] {
  const views = new Map(branches.map((view) => [choiceId(branchOf(view)), view]));
  const below = (branch: SubjectChoice, depth: number): SubjectTreeRow[] => {
    const view = views.get(choiceId(branch));
    const more = view?.more ?? 0;
    const children = withListenedTo(branch, view?.rows ?? [], subscriptions);
    const siblings = children.length + (more > 0 ? 1 : 0);
    const rows = children.flatMap(({ token, deeper, messages, unreached }, at) => {
      const choice = { backend: branch.backend, pattern: `${prefixOf(branch)}${token}${deeper ? ".>" : ""}` };
      const row = {
        id: choiceId(choice),
        depth,
        label: token,
        choice,
        messages,
        unreached,
        position: at + 1,
        siblings,
      };
      if (!deeper) return [{ ...row, kind: "subject" as const }];
      const open = isOpen(choice);
      return [{ ...row, kind: "branch" as const, open }, ...(open ? below(choice, depth + 1) : [])];
    });
    if (more === 0) return rows;
    const place = { depth, choice: branch, position: siblings, siblings, messages: 0, unreached: 0 };
    return [...rows, { ...place, id: `more ${choiceId(branch)}`, kind: "more", label: `${count(more)} more` }];
  };
  const roots = buses.map((backend) => ({ backend, pattern: ">" }));
  const totals = roots.map((root) => views.get(choiceId(root)) ?? { messages: 0, unreached: 0 });
  const all: SubjectTreeRow = {
    id: "all",
    kind: "all",
    depth: 0,
    label: "All subjects",
    messages: totals.reduce((sum, { messages }) => sum + messages, 0),
    unreached: totals.reduce((sum, { unreached }) => sum + unreached, 0),
    position: 1,
    siblings: 1,
  };
  const [only] = roots;
  if (only !== undefined && roots.length === 1) return [all, ...below(only, 1)];
  return [
    all,
    ...roots.flatMap((root, at) => {
      const { messages, unreached } = totals[at] ?? all;
      const open = isOpen(root);
      const place = { depth: 1, position: at + 1, siblings: roots.length, open };
      const bus = { id: choiceId(root), kind: "bus" as const, label: root.backend, choice: root, messages, unreached };
      return [{ ...bus, ...place }, ...(open ? below(root, 2) : [])];
    }),
  ];
}

export function choiceId({ backend, pattern }: SubjectChoice): string {
  return JSON.stringify([backend, pattern]);
}

/** What the subjects of a branch begin with. */
export function prefixOf({ pattern }: Pick<SubjectChoice, "pattern">): string {
  return pattern.slice(0, -1);
}

/** The branches that a choice is in, the outermost first. */
export function branchesAround(choice: SubjectChoice): readonly SubjectChoice[] {
  const { backend, pattern } = choice;
  const tokens = (isBranch(choice) ? pattern.slice(0, -2) : pattern).split(".").slice(0, -1);
  const around = tokens.map((_, at) => ({ backend, pattern: `${tokens.slice(0, at + 1).join(".")}.>` }));
  return pattern === ">" ? [] : [{ backend, pattern: ">" }, ...around];
}

function branchOf({ backend, prefix }: SubjectBranchView): SubjectChoice {
  return { backend, pattern: `${prefix}>` };
}

/** A subscription that nothing was sent to is worth seeing: its subject stands there with no messages, up to a wildcard. */
function withListenedTo(
  branch: SubjectChoice,
  rows: readonly SubjectRow[],
  subscriptions: SubjectTreeInput["subscriptions"],
): readonly SubjectRow[] {
  const prefix = prefixOf(branch);
  const known = new Set(rows.map(({ token, deeper }) => `${deeper} ${token}`));
  const added: SubjectRow[] = [];
  for (const { backend, subject } of subscriptions) {
    if (backend !== branch.backend || !subject.startsWith(prefix)) continue;
    const [token = "", ...rest] = subject.slice(prefix.length).split(".");
    const row = { token, deeper: rest.length > 0, messages: 0, unreached: 0, subjects: 0 };
    if (token === "*" || token === ">" || known.has(`${row.deeper} ${token}`)) continue;
    known.add(`${row.deeper} ${token}`);
    added.push(row);
  }
  return added.length === 0 ? rows : [...rows, ...added].toSorted(byToken);
}

/** As the studio orders them. */
function byToken(one: SubjectRow, other: SubjectRow): number {
  if (one.token === other.token) return Number(one.deeper) - Number(other.deeper);
  return one.token < other.token ? -1 : 1;
}
