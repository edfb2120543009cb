import type { ValueView } from "../../shared/model.ts";
import { ValueViewer } from "../viewers/value-viewer.tsx";
import styles from "./value-editor.module.css";
import { Writer } from "./writer.tsx";

interface ConflictProps {
  readonly mine: Uint8Array;
  readonly theirs: ValueView;
  readonly onMine: () => void;
  readonly onTheirs: () => void;
  readonly onBack: () => void;
}

/** Somebody wrote the key while it was edited: both values, and the choice. */
export function Conflict({ mine, theirs, onMine, onTheirs, onBack }: ConflictProps) {
  return (
    <fieldset className={styles["conflict"]} aria-label="Conflict">
      <p role="alert">
        The value changed while you edited it: version {theirs.version} is stored now.{" "}
        <Writer writer={theirs.writer} version={theirs.version} />
      </p>
      <div className={styles["side"]}>
        <h3>Yours</h3>
        <ValueViewer label="Your value" value={{ kept: mine, total: mine.length }} />
      </div>
      <div className={styles["side"]}>
        <h3>Stored now</h3>
        <ValueViewer label="Stored value" value={{ kept: theirs.bytes, total: theirs.size }} />
      </div>
      <div className={styles["foot"]}>
        <span className={styles["say"]} />
        <button type="button" onClick={onBack}>
          Back to editing
        </button>
        <button type="button" onClick={onTheirs}>
          Keep the stored one
        </button>
        <button type="button" className="primary" onClick={onMine}>
          Save mine
        </button>
      </div>
    </fieldset>
  );
}
