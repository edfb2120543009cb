import { Eye, KeyRound, TriangleAlert, User } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { AuditKind, AuditOutcome, AuditView, SecretView } from "../../shared/model.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { exactClock, moment } from "../format/moment.ts";
import { Cell, ColumnHead } from "../list/cell.tsx";
import { ExportMenu } from "../list/export-menu.tsx";
import { VirtualList } from "../list/virtual-list.tsx";
import { useProject, useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./audit-pane.module.css";
import { auditExport } from "./audit-export.ts";
import { auditKindWords, auditWords } from "./audit-words.ts";
import { LeakList } from "./leak-list.tsx";
import { openSpan, SpanLink } from "./span-link.tsx";
import { type AuditFilter, useAudit } from "./use-audit.ts";

const kinds = Object.keys(auditKindWords) as readonly AuditKind[];
const outcomes: readonly AuditOutcome[] = ["found", "not-found"];
const looks = {
  get: { icon: KeyRound, tone: "dim" },
  reveal: { icon: Eye, tone: "" },
  "person-reveal": { icon: User, tone: "" },
  leak: { icon: TriangleAlert, tone: "warn" },
} as const satisfies Record<AuditKind, unknown>;

/** Who got what when, newest first, with leaks above. Nothing here can be deleted. */
export function AuditPane({ secrets }: { readonly secrets: readonly SecretView[] }) {
  const workbench = useWorkbench();
  const { route } = workbench;
  const { params } = useRoute();
  const kind = kinds.find((each) => each === params["kind"]);
  const outcome = outcomes.find((each) => each === params["outcome"]);
  const { component, key, inv } = params;
  const filter: AuditFilter = {
    ...(component === undefined ? {} : { component }),
    ...(key === undefined ? {} : { key }),
    ...(kind === undefined ? {} : { kind }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(inv === undefined ? {} : { invocation: Number(inv) }),
  };
  const audit = useAudit(filter);
  const chosen = params["row"] === undefined ? undefined : Number(params["row"]);
  const narrowed = [component, key, kind, outcome, inv].some((each) => each !== undefined);
  return (
    <section className={styles["pane"]} aria-label="Audit">
      <Filters
        secrets={secrets}
        rows={audit.rows}
        kind={kind}
        outcome={outcome}
        end={<ExportMenu what="audit" of={() => auditExport(workbench, filter)} />}
      />
      <LeakList component={component} secret={key} />
      <div className={styles["box"]}>
        {audit.phase === "failed" ? (
          <Failed title="The audit could not be read" error={audit.error ?? ""} onRetry={audit.refresh} />
        ) : audit.phase === "loading" ? (
          <Loading label="Reading the audit" />
        ) : audit.rows.length === 0 ? (
          <NoRows narrowed={narrowed} />
        ) : (
          <VirtualList
            label="Audit"
            kind="grid"
            className={styles["grid"]}
            columns={5}
            remember="audit"
            items={audit.rows}
            keyOf={idOf}
            rowHeight={26}
            head={heads}
            selected={chosen}
            onSelect={(row) => route.patch({ row: String(row.id) })}
            onActivate={(row) => openSpan(route, row)}
            newestFirst
            onNearEnd={() => void audit.loadOlder()}
            rowClass={(row) => (row.kind === "leak" ? styles["leak"] : undefined)}
            row={(row) => <AuditCells row={row} />}
          />
        )}
      </div>
    </section>
  );
}

interface FiltersProps {
  readonly secrets: readonly SecretView[];
  readonly rows: readonly AuditView[];
  readonly kind: AuditKind | undefined;
  readonly outcome: AuditOutcome | undefined;
  readonly end: ReactNode;
}

function Filters({ secrets, rows, kind, outcome, end }: FiltersProps) {
  const { route } = useWorkbench();
  const { params } = useRoute();
  const components = useProject()?.components.map(({ name }) => name) ?? [];
  const { component, key, inv } = params;
  return (
    <div className={styles["bar"]}>
      <Choice
        label="Component"
        all="All components"
        value={component}
        options={withOwn(components, component)}
        onChoose={(next) => route.patch({ component: next })}
      />
      <Choice
        label="Secret"
        all="All secrets"
        value={key}
        options={withOwn([...secrets.map(({ name }) => name), ...rows.map((row) => row.key)], key)}
        onChoose={(next) => route.patch({ key: next })}
      />
      <Choice
        label="What happened"
        all="Everything"
        value={kind}
        options={kinds}
        text={(each) => auditKindWords[each as AuditKind]}
        onChoose={(next) => route.patch({ kind: next })}
      />
      <Choice
        label="Outcome"
        all="Any outcome"
        value={outcome}
        options={outcomes}
        text={(each) => (each === "found" ? "Found" : "Not found")}
        onChoose={(next) => route.patch({ outcome: next })}
      />
      {inv !== undefined && (
        <button type="button" className="small" onClick={() => route.patch({ inv: undefined })}>
          Only invocation {inv} ×
        </button>
      )}
      <span className={styles["end"]}>{end}</span>
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly all: string;
  readonly value: string | undefined;
  readonly options: readonly string[];
  readonly text?: (option: string) => string;
  readonly onChoose: (option: string | undefined) => void;
}

function Choice({ label, all, value, options, text = (option) => option, onChoose }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChoose(event.target.value === "" ? undefined : event.target.value)}
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {text(option)}
        </option>
      ))}
    </select>
  );
}

const heads = (
  <>
    <ColumnHead grip={{ column: "time", edge: "right" }}>Time</ColumnHead>
    <ColumnHead>What</ColumnHead>
    <ColumnHead grip={{ column: "secret", edge: "left" }}>Secret</ColumnHead>
    <ColumnHead grip={{ column: "component", edge: "left" }}>Component</ColumnHead>
    <ColumnHead grip={{ column: "span", edge: "left" }}>Span</ColumnHead>
  </>
);

/** Drawn again only when its row changed: while a list scrolls it is drawn anew for each frame. */
const AuditCells = memo(function AuditCells({ row }: { readonly row: AuditView }) {
  const { icon: Icon, tone } = looks[row.kind];
  const words = auditWords(row);
  return (
    <>
      <Cell className="mono dim" title={`${moment(row.at)} (${exactClock(row.at)})`}>
        {moment(row.at)}
      </Cell>
      <Cell className={row.outcome === "not-found" ? "warn" : tone} title={words}>
        <Icon size={13} className={styles["mark"]} aria-hidden /> {words}
      </Cell>
      <Cell
        className="mono"
        title={row.source === "" ? `${row.key}: nobody declares it` : `${row.key} from ${row.source}`}
      >
        {row.key}
        {row.source === "" && <span className="dim"> undeclared</span>}
      </Cell>
      <Cell>{row.component ?? <span className="dim">a person</span>}</Cell>
      <Cell>
        <SpanLink row={row} inGrid />
      </Cell>
    </>
  );
});

function NoRows({ narrowed }: { readonly narrowed: boolean }) {
  const { route } = useWorkbench();
  if (narrowed) {
    const clear = { component: undefined, key: undefined, kind: undefined, outcome: undefined, inv: undefined };
    return (
      <Empty
        title="Nothing in the audit fits"
        action={
          <button type="button" onClick={() => route.patch(clear)}>
            Show the whole audit
          </button>
        }
      />
    );
  }
  return (
    <Empty title="The audit is empty">
      Each time a component asks for a secret or reveals one, and each time you look at one, a line is written here
      before the value is given. No action removes it.
    </Empty>
  );
}

function withOwn(options: readonly string[], own: string | undefined): readonly string[] {
  return [...new Set(own === undefined ? options : [...options, own])];
}

function idOf(row: AuditView): number {
  return row.id;
}
