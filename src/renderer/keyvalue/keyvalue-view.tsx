import type { BucketView } from "../../shared/model.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { useNarrow } from "../layout/split.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { BucketPane } from "./bucket-pane.tsx";
import { BucketList, BucketSelect } from "./bucket-list.tsx";
import styles from "../names/places-view.module.css";
import { useBuckets } from "./use-buckets.ts";

interface KeyValueViewProps {
  readonly backend: string | undefined;
  readonly bucket: string | undefined;
}

/** Buckets, their keys, and the value of the chosen one. */
export function KeyValueView({ backend, bucket }: KeyValueViewProps) {
  const { route } = useWorkbench();
  const buckets = useBuckets();
  const narrow = useNarrow();
  if (buckets.value === undefined) {
    return buckets.error === undefined ? (
      <Loading label="Reading buckets" />
    ) : (
      <Failed title="The buckets could not be read" error={buckets.error.message} onRetry={buckets.reload} />
    );
  }
  const named = buckets.value.find((each) => each.backend === backend && each.name === bucket);
  const current = named ?? (bucket === undefined ? buckets.value[0] : undefined);
  if (buckets.value.length === 0) return <NoBuckets />;
  const choose = (next: BucketView) => route.go(["keyvalue", next.backend, next.name]);
  const select = narrow && <BucketSelect buckets={buckets.value} current={current} onChoose={choose} />;
  return (
    <div className={styles["view"]} data-narrow={narrow || undefined}>
      {!narrow && <BucketList buckets={buckets.value} current={current} onChoose={choose} />}
      {current === undefined ? (
        <Empty title={`There is no bucket ${bucket ?? ""}`} action={select}>
          It may not have been written to yet. Choose another one.
        </Empty>
      ) : (
        <BucketPane key={`${current.backend}/${current.name}`} bucket={current} select={select} />
      )}
    </div>
  );
}

function NoBuckets() {
  const { route } = useWorkbench();
  return (
    <Empty
      title="No buckets yet"
      action={
        <button type="button" onClick={() => route.go(["activity"])}>
          Go to Activity
        </button>
      }
    >
      A bucket appears here when a component opens it with wasi:keyvalue for the first time. None has done so.
    </Empty>
  );
}
