import { Pin, PinOff, RotateCcw } from "lucide-react";
import { useState } from "react";
import { OutcomeMark } from "../activity/outcome-mark.tsx";
import { moment } from "../format/moment.ts";
import { FindField, KeptList } from "../list/kept-list.tsx";
import styles from "../list/kept-list.module.css";
import { useWorkbench } from "../workbench/workbench-context.ts";
import type { HistoryEntry } from "./history-entry.ts";
import { type HistoryScope, useCallHistory } from "./use-call-history.ts";

interface CallHistoryListProps {
  readonly scope: HistoryScope;
  /** Names the list: "Sent requests". */
  readonly label: string;
  /** What will appear here. */
  readonly empty: string;
  /** What a row says: of one function's calls the arguments are enough. */
  readonly rowText: (entry: HistoryEntry) => string;
  /** Puts it where it can be edited. */
  readonly onOpen: (entry: HistoryEntry) => Promise<void>;
  readonly onAgain: (entry: HistoryEntry) => Promise<void>;
}

/** Calls made by hand before: found, opened to be edited, made once more, pinned. */
export function CallHistoryList({ scope, label, empty, rowText, onOpen, onAgain }: CallHistoryListProps) {
  const { toasts } = useWorkbench();
  const [search, setSearch] = useState("");
  const { entries, error, more } = useCallHistory(scope, search);
  const act = (entry: HistoryEntry, what: string, work: (entry: HistoryEntry) => Promise<void>) => {
    work(entry).catch((failure: unknown) => toasts.failed(`${entry.title} ${what}.`, failure));
  };
  return (
    <section className={styles["history"]} aria-label="History">
      <div className={styles["caption"]}>
        <span>History</span>
        <FindField label={`Find in ${label.toLowerCase()}`} value={search} onChange={setSearch} />
      </div>
      <KeptList
        label={label}
        items={entries}
        error={error}
        empty={search === "" ? empty : "No call has these words."}
        row={(entry) => (
          <Row
            key={entry.key}
            entry={entry}
            text={rowText(entry)}
            showComponent={scope.component === undefined}
            onOpen={() => act(entry, "cannot be opened", onOpen)}
            onAgain={() => act(entry, "was not repeated", onAgain)}
          />
        )}
        onMore={more}
      />
    </section>
  );
}

interface RowProps {
  readonly entry: HistoryEntry;
  readonly text: string;
  readonly showComponent: boolean;
  readonly onOpen: () => void;
  readonly onAgain: () => void;
}

function Row({ entry, text, showComponent, onOpen, onAgain }: RowProps) {
  const { api, toasts } = useWorkbench();
  const { pin, outcome, component } = entry;
  const togglePin = () => {
    const done = pin === undefined ? api.pinCall(entry.invocation) : api.unpinCall(pin.id);
    Promise.resolve(done).catch((error: unknown) => toasts.failed(`${entry.title} was not changed.`, error));
  };
  return (
    <li className={styles["row"]}>
      <button type="button" className={styles["open"]} title="Open it to edit and send" onClick={onOpen}>
        <span className="mono dim">{moment(entry.at)}</span>
        <span className="cut">{text}</span>
        {showComponent && <span className="dim">{component}</span>}
        {outcome !== undefined && <OutcomeMark of={outcome} />}
      </button>
      <button
        type="button"
        className="quiet icon"
        aria-label="Again, as it was"
        title="Again, as it was"
        onClick={onAgain}
      >
        <RotateCcw size={12} aria-hidden />
      </button>
      <button
        type="button"
        className="quiet icon"
        aria-pressed={pin !== undefined}
        aria-label="Pinned"
        title={pin === undefined ? "Pin: keep it when the journal forgets it" : "Unpin"}
        onClick={togglePin}
      >
        {pin === undefined ? <Pin size={12} aria-hidden /> : <PinOff size={12} aria-hidden />}
      </button>
    </li>
  );
}
