import { CopyButton } from "../design/copy-button.tsx";
import styles from "./fix-block.module.css";

/** What to write to mend something, to be copied. `of`: what it mends. */
export function FixBlock({ fix, of }: { readonly fix: string; readonly of: string }) {
  return (
    <div className={styles["fix"]}>
      <pre>{fix}</pre>
      <CopyButton label={`Copy the fix for ${of}`} text={() => fix} />
    </div>
  );
}
