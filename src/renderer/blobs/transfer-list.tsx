import { Download, Upload, X } from "lucide-react";
import { byteSize, count } from "../format/quantity.ts";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { lastPart } from "./object-place.ts";
import styles from "./transfer-list.module.css";

const MAX_SHOWN = 4;

/** Uploads and downloads under way, each with how far it is and the way to stop it. */
export function TransferList() {
  const { transfers } = useWorkbench();
  const running = useStore(transfers);
  if (running.length === 0) return null;
  const more = running.length - MAX_SHOWN;
  return (
    <ul className={styles["transfers"]} aria-label="Transfers">
      {running.slice(0, MAX_SHOWN).map(({ id, kind, object, done, total }) => {
        const name = lastPart(object.name);
        return (
          <li key={id}>
            {kind === "upload" ? <Upload size={13} aria-hidden /> : <Download size={13} aria-hidden />}
            <span className="cut" title={`${object.container}/${object.name}`}>
              {kind === "upload" ? "Uploading" : "Downloading"} {name}
            </span>
            <progress aria-label={`Progress of ${name}`} value={total === 0 ? 1 : done} max={total === 0 ? 1 : total} />
            <span className="num dim">
              {byteSize(done)} of {byteSize(total)}
            </span>
            <button
              type="button"
              className="quiet icon small"
              aria-label={`Cancel ${name}`}
              onClick={() => transfers.cancel(id)}
            >
              <X size={13} aria-hidden />
            </button>
          </li>
        );
      })}
      {running.length > 1 && (
        <li className={styles["more"]}>
          {more > 0 && <span className="dim">and {count(more)} more</span>}
          <button
            type="button"
            className="small"
            onClick={() => {
              for (const { id } of running) transfers.cancel(id);
            }}
          >
            Cancel all
          </button>
        </li>
      )}
    </ul>
  );
}
