import { ChevronDown, ChevronRight, CircleSlash2 } from "lucide-react";
import { type KeyboardEvent, memo, useMemo, useState } from "react";
import type { SubscriptionView } from "../../shared/model.ts";
import { Failed, Loading } from "../design/view-state.tsx";
import { count, counted } from "../format/quantity.ts";
import { flipped } from "../list/flipped.ts";
import { VirtualList } from "../list/virtual-list.tsx";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { chosenSubject, type SubjectChoice, withSubject } from "./subject-filter.ts";
import { branchesAround, choiceId, prefixOf, subjectRows, type SubjectTreeRow } from "./subject-rows.ts";
import { SubjectSubscribers, subscribersOf } from "./subject-subscribers.tsx";
import styles from "./subject-tree.module.css";
import { useBuses, useSubscriptions } from "./use-messaging.ts";
import { useSubjects } from "./use-subjects.ts";

/** Lines of one branch at first, and by how much more it has when one asks for more. */
const FIRST_ROWS = 1000;
const MORE_ROWS = 10;
const NONE: readonly SubscriptionView[] = [];

/** Where messages went, by the tokens of their subjects; what is chosen is a part of the filter. */
export function SubjectTree() {
  const { route } = useWorkbench();
  const filter = useRoute().params["filter"] ?? "";
  const subscriptions = useSubscriptions().value ?? NONE;
  const named = useBuses().value?.map(({ name }) => name);
  const [flippedIds, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  const [seen, setSeen] = useState<readonly string[]>([]);
  const buses = [...new Set([...(named ?? []), ...seen])];
  const chosen = chosenSubject(filter, buses);
  const isOpen = (choice: SubjectChoice) => flippedIds.has(choiceId(choice)) !== (choice.pattern === ">");
  // A filter that came from elsewhere: its line is to be seen.
  const [shown, setShown] = useState<string>();
  const chosenId = chosen === undefined ? undefined : choiceId(chosen);
  if (chosenId !== shown) {
    setShown(chosenId);
    const closed = chosen === undefined ? [] : branchesAround(chosen).filter((branch) => !isOpen(branch));
    if (closed.length > 0) setFlipped(closed.reduce((set, branch) => flipped(set, choiceId(branch)), flippedIds));
  }
  const open = [
    ...buses.map((backend) => ({ backend, pattern: ">" })).filter(isOpen),
    ...[...flippedIds].map(choiceOf).filter(({ pattern }) => pattern !== ">"),
  ];
  const subjects = useSubjects({
    branches: open.map((choice) => ({
      backend: choice.backend,
      prefix: prefixOf(choice),
      limit: limits.get(choiceId(choice)) ?? FIRST_ROWS,
    })),
  });
  // Of a bus that the project file names no more there may still be messages.
  const strangers = (subjects.value ?? []).map(({ backend }) => backend).filter((name) => !buses.includes(name));
  if (strangers.length > 0) setSeen([...new Set([...seen, ...strangers])]);

  if (subjects.value === undefined || named === undefined) {
    if (subjects.error === undefined) return <Loading label="Reading subjects" />;
    return <Failed title="The subjects could not be read" error={subjects.error.message} onRetry={subjects.reload} />;
  }
  const rows = subjectRows({ buses, branches: subjects.value, subscriptions, isOpen });
  const choose = (choice: SubjectChoice | undefined) => route.patch({ filter: withSubject(filter, choice, buses) });
  const showMore = (branch: SubjectChoice) => {
    const id = choiceId(branch);
    setLimits(new Map(limits).set(id, (limits.get(id) ?? FIRST_ROWS) * MORE_ROWS));
  };
  return (
    <section className={styles["pane"]} data-empty={rows.length === 1 || undefined} aria-label="Subjects">
      <Rows
        rows={rows}
        subscriptions={subscriptions}
        chosen={chosenId ?? (withSubject(filter, undefined, buses) === filter ? "all" : undefined)}
        onChoose={(row) =>
          row.kind === "more" && row.choice !== undefined ? showMore(row.choice) : choose(row.choice)
        }
        onFlip={(id) => setFlipped(flipped(flippedIds, id))}
      />
      {rows.length === 1 && (
        <p className={styles["none"]}>
          No subjects yet. What is sent appears here by the tokens of its subject, with how much of it reached nobody.
        </p>
      )}
      {chosen !== undefined && <SubjectSubscribers choice={chosen} subscriptions={subscriptions} />}
    </section>
  );
}

function choiceOf(id: string): SubjectChoice {
  const [backend = "", pattern = ""] = JSON.parse(id) as string[];
  return { backend, pattern };
}

interface RowsProps {
  readonly rows: readonly SubjectTreeRow[];
  readonly subscriptions: readonly SubscriptionView[];
  readonly chosen: string | undefined;
  readonly onChoose: (row: SubjectTreeRow) => void;
  readonly onFlip: (id: string) => void;
}

function Rows({ rows, subscriptions, chosen, onChoose, onFlip }: RowsProps) {
  const onKey = (event: KeyboardEvent, row: SubjectTreeRow | undefined) => {
    if (event.key === "Escape" && chosen !== "all") return pick(rows[0]);
    if (row === undefined) return false;
    const at = rows.indexOf(row);
    if (event.key === "ArrowRight" && row.open === false) return flip(row);
    if (event.key === "ArrowRight" && row.open === true) return pick(inside(row, rows[at + 1]));
    if (event.key === "ArrowLeft" && row.open === true) return flip(row);
    if (event.key === "ArrowLeft") return pick(rows.slice(0, at).findLast(({ depth }) => depth < row.depth));
    return false;
  };
  const flip = ({ id }: SubjectTreeRow) => {
    onFlip(id);
    return true;
  };
  const pick = (row: SubjectTreeRow | undefined) => {
    if (row !== undefined && row.kind !== "more") onChoose(row);
    return row !== undefined;
  };
  return (
    <VirtualList
      label="Subjects"
      kind="tree"
      className={styles["tree"]}
      items={rows}
      keyOf={({ id }) => id}
      rowHeight={24}
      selected={chosen}
      onSelect={onChoose}
      onActivate={(row) => row.open !== undefined && flip(row)}
      onKey={onKey}
      rowAria={({ depth, open, position, siblings }) => ({
        "aria-level": depth + 1,
        "aria-posinset": position,
        "aria-setsize": siblings,
        ...(open === undefined ? {} : { "aria-expanded": open }),
      })}
      row={(row) => <Line row={row} subscriptions={subscriptions} onFlip={onFlip} />}
    />
  );
}

function inside(row: SubjectTreeRow, next: SubjectTreeRow | undefined): SubjectTreeRow | undefined {
  return next !== undefined && next.depth > row.depth ? next : undefined;
}

interface LineProps {
  readonly row: SubjectTreeRow;
  readonly subscriptions: readonly SubscriptionView[];
  readonly onFlip: (id: string) => void;
}

function Line({ row, subscriptions, onFlip }: LineProps) {
  const { id, kind, depth, label, choice, messages, unreached, open } = row;
  const names = useMemo(
    () =>
      kind === "more" || choice === undefined ? [] : subscribersOf(choice, subscriptions).map((each) => each.component),
    [kind, choice, subscriptions],
  );
  const subject = choice?.pattern ?? label;
  return (
    <div className={styles["line"]} style={{ paddingLeft: 6 + Math.max(0, depth - 1) * 13 }} title={subject}>
      {open === undefined ? (
        <span className={styles["twist"]} />
      ) : (
        // For a pointer: its line is what says and does the same to everybody else.
        <button type="button" tabIndex={-1} aria-hidden className={styles["twist"]} onClick={() => onFlip(id)}>
          {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
        </button>
      )}
      <Counts
        label={label}
        kind={kind}
        messages={messages}
        unreached={unreached}
        names={[...new Set(names)].join(", ")}
      />
    </div>
  );
}

interface CountsProps extends Pick<SubjectTreeRow, "label" | "kind" | "messages" | "unreached"> {
  readonly names: string;
}

/** Drawn again only when it says something else: counts come several times a second. */
const Counts = memo(function Counts({ label, kind, messages, unreached, names }: CountsProps) {
  const token = kind === "branch" || kind === "subject";
  return (
    <>
      <span className={`${token ? "mono" : ""} ${kind === "more" ? "dim" : ""} ${styles["token"]}`}>
        {label}
        {kind === "branch" && <span className="dim">.&gt;</span>}
      </span>
      <span className={styles["names"]}>{names}</span>
      {unreached > 0 && (
        <span className={styles["unreached"]} title={`${counted(unreached, "message")} reached nobody`}>
          <CircleSlash2 size={11} aria-hidden />
          {count(unreached)}
          <span className="sr-only"> reached nobody, of </span>
        </span>
      )}
      {kind !== "more" && (
        <span className={`${styles["count"]} ${messages === 0 ? "dim" : ""}`}>{count(messages)}</span>
      )}
    </>
  );
});
