/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a datalist shows no notes and takes no look */
import { useEffect, useRef } from "react";
import { cx } from "../design/cx.ts";
import styles from "./completion-list.module.css";
import type { Completion } from "./filter-completion.ts";

interface CompletionListProps {
  /** Of the list's element; that of an entry has its number behind it. */
  readonly id: string;
  readonly completions: readonly Completion[];
  readonly active: number | undefined;
  readonly onPick: (completion: Completion) => void;
}

/** What a term could become, below the field it is typed into, which keeps the focus. */
export function CompletionList({ id, completions, active, onPick }: CompletionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active !== undefined) list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div ref={list} id={id} role="listbox" aria-label="Terms" className={styles["list"]}>
      {completions.map((completion, index) => (
        // Keys are handled by the field.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div
          key={completion.term}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={cx(styles["entry"], index === active && styles["active"])}
          // Before the field would lose the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(completion)}
        >
          <code>{completion.term}</code>
          {completion.note !== undefined && <span className="cut">{completion.note}</span>}
        </div>
      ))}
    </div>
  );
}
