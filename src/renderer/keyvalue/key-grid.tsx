import { Cell, ColumnHead } from "../list/cell.tsx";
import { Trash2 } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { BucketView, KeyView } from "../../shared/model.ts";
import { cx } from "../design/cx.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { moment } from "../format/moment.ts";
import { byteSize, counted } from "../format/quantity.ts";
import { BulkBar, MarkCell, MarkHead, markableGrid, markedRow } from "../list/marks.tsx";
import { useMarks } from "../list/use-marks.ts";
import { type Picked, VirtualList } from "../list/virtual-list.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./key-grid.module.css";
import { useDeleteKeys } from "./use-delete-keys.ts";
import { useKeys } from "./use-keys.ts";

interface KeyGridProps {
  readonly bucket: BucketView;
  readonly search: string;
  readonly chosen: string | undefined;
}

/** The keys of a bucket: arrows walk them with the value following, Space and Shift mark several, Del deletes. */
export function KeyGrid({ bucket, search, chosen }: KeyGridProps) {
  const { route } = useWorkbench();
  const list = useKeys(bucket.backend, bucket.name, search);
  const { marked, flip, clear, pick } = useMarks(list.items, keyOf, chosen);
  const deleteKeys = useDeleteKeys(bucket.backend, bucket.name);
  const onSelect = (item: KeyView, index: number, how: Picked) => {
    if (!pick(item.key, index, how)) route.patch({ key: item.key, new: undefined });
  };
  const remove = () => {
    const keys = marked.size > 0 ? [...marked] : chosen === undefined ? [] : [chosen];
    clear();
    void deleteKeys(keys);
  };
  const onKey = (event: KeyboardEvent, item: KeyView | undefined) => {
    if (event.key === "Delete") remove();
    else if (event.key === " " && item !== undefined) flip(item.key);
    else if (event.key === "Escape" && marked.size > 0) clear();
    else return false;
    return true;
  };
  if (list.phase === "failed")
    return <Failed title="The keys could not be read" error={list.error ?? ""} onRetry={list.refresh} />;
  if (list.phase === "loading") return <Loading label="Reading keys" />;
  if (list.items.length === 0) return <NoKeys bucket={bucket} search={search} />;
  return (
    <div className={styles["box"]}>
      <VirtualList
        label={`Keys of ${bucket.name}`}
        kind="grid"
        columns={4}
        multiselectable
        className={cx(styles["grid"], markableGrid)}
        items={list.items}
        keyOf={keyOf}
        rowHeight={26}
        head={heads}
        selected={chosen}
        onSelect={onSelect}
        onKey={onKey}
        onNearEnd={list.loadMore}
        rowClass={(item) => markedRow(marked.has(item.key))}
        row={(item) => (
          <>
            <MarkCell name={item.key} checked={marked.has(item.key)} onChange={() => flip(item.key)} />
            <Cell className="mono" title={item.key}>
              {item.key === "" ? <i className="dim">empty key</i> : item.key}
            </Cell>
            <Cell className="num dim">{byteSize(item.size)}</Cell>
            <Cell className="num mono dim">{moment(item.at)}</Cell>
          </>
        )}
      />
      {marked.size > 0 && (
        <BulkBar label="Marked keys" what={counted(marked.size, "key")} onUnmark={clear}>
          <button type="button" className="small" onClick={remove}>
            <Trash2 size={13} aria-hidden /> Delete
          </button>
        </BulkBar>
      )}
    </div>
  );
}

const heads = (
  <>
    <MarkHead />
    <ColumnHead>Key</ColumnHead>
    <ColumnHead className="num">Size</ColumnHead>
    <ColumnHead className="num">Written</ColumnHead>
  </>
);

function NoKeys({ bucket, search }: { readonly bucket: BucketView; readonly search: string }) {
  const { route } = useWorkbench();
  if (search !== "") {
    return (
      <Empty
        title={`No key contains “${search}”`}
        action={
          <button type="button" onClick={() => route.patch({ search: undefined })}>
            Clear the search
          </button>
        }
      />
    );
  }
  return (
    <Empty
      title="No keys in this bucket"
      action={
        <button type="button" onClick={() => route.patch({ new: "1" })}>
          Add the first key
        </button>
      }
    >
      What components write into {bucket.name} appears here. Nothing is stored in it now.
    </Empty>
  );
}

function keyOf(item: KeyView): string {
  return item.key;
}
