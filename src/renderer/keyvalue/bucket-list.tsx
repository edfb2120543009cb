import type { BucketView } from "../../shared/model.ts";
import { byteSize, count, counted } from "../format/quantity.ts";
import styles from "./keyvalue-view.module.css";

interface BucketChoice {
  readonly buckets: readonly BucketView[];
  readonly current: BucketView | undefined;
  readonly onChoose: (bucket: BucketView) => void;
}

export function BucketList({ buckets, current, onChoose }: BucketChoice) {
  return (
    <nav className={styles["buckets"]} aria-label="Buckets">
      <h2>Buckets</h2>
      <ul>
        {buckets.map((bucket) => (
          <li key={idOf(bucket)}>
            <button
              type="button"
              className={styles["bucket"]}
              aria-current={bucket === current ? "true" : undefined}
              onClick={() => onChoose(bucket)}
            >
              <span className="cut">{bucket.name}</span>
              <span className={`${styles["note"]} num`}>{count(bucket.keys)}</span>
              <span className={`${styles["note"]} cut`}>{bucket.backend}</span>
              <span className={`${styles["note"]} num`}>{byteSize(bucket.bytes)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function BucketSelect({ buckets, current, onChoose }: BucketChoice) {
  return (
    <select
      aria-label="Bucket"
      value={current === undefined ? "" : idOf(current)}
      onChange={(event) => {
        const chosen = buckets.find((bucket) => idOf(bucket) === event.target.value);
        if (chosen !== undefined) onChoose(chosen);
      }}
    >
      {current === undefined && <option value="">Choose a bucket</option>}
      {buckets.map((bucket) => (
        <option key={idOf(bucket)} value={idOf(bucket)}>
          {bucket.name} · {bucket.backend} · {counted(bucket.keys, "key")}
        </option>
      ))}
    </select>
  );
}

function idOf(bucket: BucketView): string {
  return JSON.stringify([bucket.backend, bucket.name]);
}
