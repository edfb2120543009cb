import { ChevronDown, ChevronRight, CircleCheck, CircleX, Link2, TriangleAlert, Unlink } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button, type Key, Tree, TreeItem, TreeItemContent } from "react-aria-components";
import type { ImportView } from "../../shared/model.ts";
import { Empty } from "../design/view-state.tsx";
import { count, counted } from "../format/quantity.ts";
import { FixBlock } from "../project/fix-block.tsx";
import { type CheckResult, resultOf, resultWords } from "./contract-words.ts";
import { importGroups, MAX_OFFERED_BESIDE_TROUBLE, nameParts } from "./import-groups.ts";
import styles from "./import-list.module.css";

const looks = {
  offered: { icon: CircleCheck, tone: "ok" },
  linkable: { icon: Link2, tone: "warn" },
  unlinked: { icon: Unlink, tone: "warn" },
  "refused-elsewhere": { icon: TriangleAlert, tone: "warn" },
  "version-drift": { icon: TriangleAlert, tone: "warn" },
  "wrong-shape": { icon: CircleX, tone: "bad" },
  missing: { icon: CircleX, tone: "bad" },
} as const satisfies Record<CheckResult, unknown>;

/** What a component needs and whether it is there: what needs a look on top, each with its exact repair. */
export function ImportList({ imports }: { readonly imports: readonly ImportView[] }) {
  if (imports.length === 0) return <Empty title="No imports">This component asks nothing of its host.</Empty>;
  // What stands open is chosen anew when the check comes to something else.
  return <ImportTree key={imports.map((each) => `${each.name} ${resultOf(each)}`).join()} imports={imports} />;
}

function ImportTree({ imports }: { readonly imports: readonly ImportView[] }) {
  const { troubled, offered } = importGroups(imports);
  const folded = troubled.length > 0 && offered.length > MAX_OFFERED_BESIDE_TROUBLE;
  const [open, setOpen] = useState<ReadonlySet<Key>>(new Set());
  const offeredRows = offered.map((item) => <ImportRow key={item.name} item={item} />);
  return (
    <Tree
      aria-label="Imports"
      className={styles["tree"] ?? ""}
      selectionMode="none"
      expandedKeys={open}
      onExpandedChange={setOpen}
    >
      {troubled.map((item) => (
        <ImportRow key={item.name} item={item} />
      ))}
      {folded ? (
        <Row
          id="offered"
          text={`${count(offered.length)} offered`}
          line={
            <>
              <ResultMark result="offered" />
              <span className={`${styles["answered"]} dim`}>
                {counted(offered.length, "import")} that this host answers
              </span>
            </>
          }
        >
          {offeredRows}
        </Row>
      ) : (
        offeredRows
      )}
    </Tree>
  );
}

function ImportRow({ item }: { readonly item: ImportView }) {
  const { name, note, fix, functions } = item;
  const result = resultOf(item);
  const [before, own, version] = nameParts(name);
  return (
    <Row
      id={name}
      text={`${name}, ${resultWords[result]}. ${note}`}
      isOpen={result !== "offered"}
      below={fix !== undefined && <FixBlock fix={fix} of={name} />}
      line={
        <>
          <ResultMark result={result} />
          <span className={`${styles["name"]} mono`} title={name}>
            <span className="dim">{before}</span>
            <b>{own}</b>
            <span className="dim">{version}</span>
          </span>
          <span className={styles["note"]} title={note}>
            {note}
          </span>
          <span className={styles["count"]}>{functions.length > 0 && counted(functions.length, "function")}</span>
        </>
      }
    >
      {functions.map((each) => (
        <Row
          key={each.name}
          id={`${name}#${each.name}`}
          text={each.signature}
          line={<code className={styles["signature"]}>{each.signature}</code>}
        />
      ))}
    </Row>
  );
}

interface RowProps {
  readonly id: string;
  /** All of it in words. */
  readonly text: string;
  readonly line: ReactNode;
  /** Under the line, whether its rows are shown or not. */
  readonly below?: ReactNode;
  /** Nothing of its line is cut. */
  readonly isOpen?: boolean;
  /** Rows below it. */
  readonly children?: ReactNode;
}

function Row({ id, text, line, below, isOpen = false, children }: RowProps) {
  return (
    <TreeItem id={id} textValue={text} className={styles["row"] ?? ""}>
      <TreeItemContent>
        {({ hasChildItems, isExpanded }) => (
          <div className={styles["line"]} data-open={isOpen || isExpanded || undefined}>
            {hasChildItems ? (
              <Button slot="chevron" className={styles["twist"] ?? ""}>
                {isExpanded ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
              </Button>
            ) : (
              <span />
            )}
            {line}
            {below}
          </div>
        )}
      </TreeItemContent>
      {children}
    </TreeItem>
  );
}

function ResultMark({ result }: { readonly result: CheckResult }) {
  const { icon: Icon, tone } = looks[result];
  return (
    <span className={`${styles["result"]} ${tone}`}>
      <Icon size={14} aria-hidden /> {resultWords[result]}
    </span>
  );
}
