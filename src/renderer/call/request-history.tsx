import { statusTone } from "../activity/outcome-look.ts";
import { moment } from "../format/moment.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import type { HttpDraft, SentRequest } from "./http-draft.ts";
import styles from "./http-view.module.css";

interface RequestHistoryProps {
  readonly history: readonly SentRequest[];
  readonly onPick: (draft: HttpDraft) => void;
}

/** What was sent before from this window; picking one puts it back into the composer. */
export function RequestHistory({ history, onPick }: RequestHistoryProps) {
  const { requests } = useWorkbench();
  return (
    <div className={styles["history"]}>
      <div className={styles["caption"]}>
        <span>History</span>
        {history.length > 0 && (
          <button type="button" className="quiet small" onClick={() => requests.clearHistory()}>
            Clear history
          </button>
        )}
      </div>
      {history.length === 0 ? (
        <p className={styles["none"]}>Requests you send are kept here, to send them again.</p>
      ) : (
        <ol aria-label="Sent requests">
          {history.map((sent) => (
            <li key={`${sent.at} ${sent.draft.target}`}>
              <button
                type="button"
                className={styles["sent"]}
                title="Put it into the composer"
                onClick={() => onPick(sent.draft)}
              >
                <span className="mono dim">{moment(sent.at)}</span>
                <span className="cut">
                  {sent.draft.method} {sent.draft.target}
                </span>
                <span className="dim">{sent.draft.component}</span>
                {sent.status === undefined ? (
                  <span className="bad">no response</span>
                ) : (
                  <span className={statusTone(sent.status)}>{sent.status}</span>
                )}
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
