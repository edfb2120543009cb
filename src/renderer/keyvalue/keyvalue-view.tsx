import { Plus } from "lucide-react";
import type { BucketView } from "../../shared/model.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { byteSize, counted } from "../format/quantity.ts";
import { Split, useNarrow } from "../layout/split.tsx";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { BackendMenu } from "./backend-menu.tsx";
import { BucketList, BucketSelect } from "./bucket-list.tsx";
import { KeyGrid } from "./key-grid.tsx";
import styles from "./keyvalue-view.module.css";
import { NewKeyPane } from "./new-key-pane.tsx";
import { useBuckets } from "./use-buckets.ts";
import { ValuePane } from "./value-pane.tsx";

interface KeyValueViewProps {
  readonly backend: string | undefined;
  readonly bucket: string | undefined;
}

/** Buckets, their keys, and the value of the chosen one. */
export function KeyValueView({ backend, bucket }: KeyValueViewProps) {
  const { route } = useWorkbench();
  const { params } = useRoute();
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
  const search = params["search"] ?? "";
  const key = params["key"];
  const creating = params["new"] !== undefined;
  return (
    <div className={styles["view"]} data-narrow={narrow || undefined}>
      {narrow ? null : <BucketList buckets={buckets.value} current={current} onChoose={choose} />}
      <div className={styles["keys"]}>
        <div className={styles["bar"]}>
          {narrow && <BucketSelect buckets={buckets.value} current={current} onChoose={choose} />}
          <input
            data-find
            type="search"
            aria-label="Search keys"
            placeholder="Search keys"
            spellCheck={false}
            value={search}
            onChange={(event) => route.patch({ search: event.target.value })}
          />
          <button
            type="button"
            disabled={current === undefined}
            onClick={() => route.patch({ new: "1", key: undefined })}
          >
            <Plus size={14} aria-hidden /> New key
          </button>
          {current !== undefined && <BackendMenu backend={current.backend} />}
        </div>
        {current === undefined ? (
          <Empty title={`There is no bucket ${bucket ?? ""}`}>
            It may not have been written to yet. Choose another one.
          </Empty>
        ) : (
          <Split
            name="keys"
            list={<KeyGrid key={`${current.backend}/${current.name}`} bucket={current} search={search} chosen={key} />}
            detail={
              creating ? (
                <NewKeyPane bucket={current} />
              ) : key === undefined ? (
                narrow ? undefined : (
                  <NoKeyChosen bucket={current} />
                )
              ) : (
                <ValuePane
                  key={`${current.backend}/${current.name}/${key}`}
                  of={{ backend: current.backend, bucket: current.name, key }}
                />
              )
            }
          />
        )}
      </div>
    </div>
  );
}

function NoKeyChosen({ bucket }: { readonly bucket: BucketView }) {
  return (
    <div className={styles["none"]}>
      {bucket.keys === 0 ? (
        <Empty title={`${bucket.name} is empty`}>
          A key appears here when a component writes it. New key writes one by hand.
        </Empty>
      ) : (
        <Empty title="No key chosen">
          Choose one of {counted(bucket.keys, "key")} with {byteSize(bucket.bytes)} in all: its value, who wrote it and
          its history appear here.
        </Empty>
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
