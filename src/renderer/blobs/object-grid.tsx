import { Download, File, Folder, Trash2 } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { ContainerView, ObjectView } from "../../shared/blob-model.ts";
import { cx } from "../design/cx.ts";
import { Failed, Loading } from "../design/view-state.tsx";
import { moment } from "../format/moment.ts";
import { byteSize, counted } from "../format/quantity.ts";
import { Cell, ColumnHead } from "../list/cell.tsx";
import { BulkBar, MarkCell, MarkHead, markableGrid, markedRow } from "../list/marks.tsx";
import { useMarks } from "../list/use-marks.ts";
import { type Picked, VirtualList } from "../list/virtual-list.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { allSeen, isFresh, type Seen, seenAfter } from "./fresh-rows.ts";
import styles from "./object-grid.module.css";
import { nameWithin } from "./object-place.ts";
import { idOfRow, type ObjectRow, rowOfId, type RowQuery } from "./object-rows.ts";
import { useObjects } from "./use-objects.ts";

interface ObjectGridProps {
  readonly container: ContainerView;
  readonly query: RowQuery;
  /** The id of the chosen row. */
  readonly chosen: string | undefined;
  readonly onChoose: (row: ObjectRow) => void;
  readonly onOpenFolder: (folder: string) => void;
  readonly onUp: () => void;
  /** Enter on an object. */
  readonly onOpen: () => void;
  readonly onRename: (object: ObjectView) => void;
  /** Rows by their ids. */
  readonly onDelete: (ids: readonly string[]) => void;
  /** What is said where there is nothing. */
  readonly empty: React.ReactNode;
}

/** The objects of a container: arrows walk them with the preview following, Space and Shift mark several, Del deletes. */
export function ObjectGrid(props: ObjectGridProps) {
  const { container, query, chosen, empty } = props;
  const { transfers } = useWorkbench();
  const list = useObjects(container, query);
  const [lastSeen, setSeen] = useState<Seen>();
  const seen = seenAfter(lastSeen, list);
  if (seen !== lastSeen) setSeen(seen);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Another folder begins at its top, unless it was come to for one of its rows.
    if (chosen === undefined) box.current?.querySelector("[role=grid]")?.scrollTo({ top: 0 });
    // Only for another query: taking a choice back scrolls nowhere.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [list.query]);
  const { marked, flip, clear, pick } = useMarks(list.items, idOfRow, chosen, query.folder);
  const onSelect = (row: ObjectRow, index: number, how: Picked) => {
    if (!pick(idOfRow(row), index, how)) props.onChoose(row);
  };
  const remove = () => {
    const ids = marked.size > 0 ? [...marked] : chosen === undefined ? [] : [chosen];
    clear();
    if (ids.length > 0) props.onDelete(ids);
  };
  const onActivate = (row: ObjectRow) => {
    if (row.kind === "object") return props.onOpen();
    clear();
    props.onOpenFolder(row.name);
  };
  const onKey = (event: KeyboardEvent, row: ObjectRow | undefined) => {
    if (event.key === "Delete") remove();
    else if (event.key === " " && row !== undefined) flip(idOfRow(row));
    else if (event.key === "Escape" && marked.size > 0) clear();
    else if (event.key === "F2" && row?.kind === "object") props.onRename(row.object);
    else if (event.key === "ArrowRight" && row?.kind === "folder") onActivate(row);
    else if ((event.key === "ArrowLeft" || event.key === "Backspace") && isInside(query)) props.onUp();
    else return false;
    return true;
  };
  if (list.phase === "failed") {
    return <Failed title="The objects could not be read" error={list.error ?? ""} onRetry={list.refresh} />;
  }
  if (list.phase === "loading") return <Loading label="Reading objects" />;
  if (list.items.length === 0) return empty;
  const folder = query.folder ?? "";
  const markedObjects = list.items.flatMap((row) =>
    row.kind === "object" && marked.has(idOfRow(row)) ? [row.object] : [],
  );
  return (
    <div ref={box} className={styles["box"]} onAnimationEnd={() => setSeen(allSeen(list))}>
      <VirtualList
        label={`Objects of ${container.name}`}
        kind="grid"
        columns={4}
        multiselectable
        className={cx(styles["grid"], markableGrid)}
        items={list.items}
        keyOf={idOfRow}
        rowHeight={26}
        head={heads}
        selected={chosen}
        onSelect={onSelect}
        onActivate={onActivate}
        onKey={onKey}
        onNearEnd={list.loadMore}
        rowClass={(row) => cx(markedRow(marked.has(idOfRow(row))), isFresh(seen, row) && styles["fresh"])}
        row={(row) => (
          <RowCells row={row} folder={folder} marked={marked.has(idOfRow(row))} onMark={() => flip(idOfRow(row))} />
        )}
      />
      {marked.size > 0 && (
        <BulkBar label="Marked objects" what={markedWords([...marked])} onUnmark={clear}>
          {markedObjects.length > 0 && (
            <button
              type="button"
              className="small"
              onClick={() => {
                for (const object of markedObjects) {
                  void transfers.download({ ...placeOf(container), name: object.name }, object);
                }
              }}
            >
              <Download size={13} aria-hidden /> Download
            </button>
          )}
          <button type="button" className="small" onClick={remove}>
            <Trash2 size={13} aria-hidden /> Delete
          </button>
        </BulkBar>
      )}
    </div>
  );
}

interface RowCellsProps {
  readonly row: ObjectRow;
  readonly folder: string;
  readonly marked: boolean;
  readonly onMark: () => void;
}

function RowCells({ row, folder, marked, onMark }: RowCellsProps) {
  const { name, size, updated } =
    row.kind === "object"
      ? { name: row.object.name, size: byteSize(row.object.size), updated: row.object.updated }
      : { name: row.name, size: `${byteSize(row.bytes)}${row.more ? "+" : ""}`, updated: row.updated };
  const shown = nameWithin(folder, name);
  return (
    <>
      <MarkCell name={shown} checked={marked} onChange={onMark} />
      <Cell className={cx("mono", styles["name"])} title={name}>
        {row.kind === "folder" ? (
          <Folder size={13} className={styles["folder"]} aria-hidden />
        ) : (
          <File size={13} className={styles["file"]} aria-hidden />
        )}
        <span className="cut">{shown}</span>
      </Cell>
      <Cell className="num dim">{size}</Cell>
      <Cell className="num mono dim">{moment(updated)}</Cell>
    </>
  );
}

const heads = (
  <>
    <MarkHead />
    <ColumnHead>Name</ColumnHead>
    <ColumnHead className="num">Size</ColumnHead>
    <ColumnHead className="num">Written</ColumnHead>
  </>
);

function isInside({ folder, search }: RowQuery): boolean {
  return folder !== undefined && folder !== "" && search === "";
}

function placeOf({ backend, name }: ContainerView) {
  return { backend, container: name };
}

function markedWords(ids: readonly string[]): string {
  const folders = ids.filter((id) => rowOfId(id).kind === "folder").length;
  const objects = ids.length - folders;
  return [
    ...(folders === 0 ? [] : [counted(folders, "folder")]),
    ...(objects === 0 ? [] : [counted(objects, "object")]),
  ].join(", ");
}
