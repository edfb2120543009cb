import { File, Folder, Trash2 } from "lucide-react";
import { type KeyboardEvent, memo, type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "../design/cx.ts";
import { Failed, Loading } from "../design/view-state.tsx";
import { moment } from "../format/moment.ts";
import { byteSize, counted } from "../format/quantity.ts";
import { Cell, ColumnHead } from "../list/cell.tsx";
import { focusDetail } from "../list/focus-detail.ts";
import { BulkBar, MarkCell, MarkHead, markableGrid, markedRow } from "../list/marks.tsx";
import { useMarks } from "../list/use-marks.ts";
import { sameQuery } from "../list/paged-feed.ts";
import type { Paged } from "../list/use-paged-feed.ts";
import { useRowMenu } from "../list/use-row-menu.tsx";
import { type Picked, VirtualList } from "../list/virtual-list.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { allSeen, isFresh, type Seen, seenAfter } from "./fresh-rows.ts";
import { visibleText } from "./visible-text.ts";
import styles from "./name-grid.module.css";
import { nameMenu } from "./name-menu.ts";
import { nameWithin } from "./name-parts.ts";
import { idOfRow, type NamedItem, type NameRow, rowOfId, type RowQuery } from "./name-rows.ts";

interface NameGridProps<T extends NamedItem> {
  readonly label: string;
  /** What an item is: "object". */
  readonly noun: string;
  readonly list: Paged<NameRow<T>, RowQuery>;
  readonly query: RowQuery;
  /** Under this name its column widths are remembered. */
  readonly remember: string;
  /** The id of the chosen row. */
  readonly chosen: string | undefined;
  /** Undefined: nothing is chosen any more. */
  readonly onChoose: (row: NameRow<T> | undefined) => void;
  readonly onOpenFolder: (folder: string) => void;
  readonly onUp: () => void;
  readonly onRename: (item: T) => void;
  /** Rows by their ids, and the one to choose once they are gone. */
  readonly onDelete: (ids: readonly string[], next: NameRow<T> | undefined) => void;
  /** What else can be done with marked items. */
  readonly acts?: (items: readonly T[]) => ReactNode;
  /** What is said where there is nothing. */
  readonly empty: ReactNode;
}

/** Items by their names: arrows walk them with the preview following, Space and Shift mark several, Del deletes. */
export function NameGrid<T extends NamedItem>(props: NameGridProps<T>) {
  const { list, query, noun, chosen, empty } = props;
  const workbench = useWorkbench();
  const [lastSeen, setSeen] = useState<Seen>();
  const seen = seenAfter(lastSeen, list);
  if (seen !== lastSeen) setSeen(seen);
  const box = useRef<HTMLDivElement>(null);
  const shownQuery = useRef(list.query);
  useEffect(() => {
    if (shownQuery.current === list.query) return;
    shownQuery.current = list.query;
    // Another folder begins at its top, unless it was come to for one of its rows.
    if (chosen === undefined) box.current?.querySelector("[role=grid]")?.scrollTo({ top: 0 });
    // Only for another query: taking a choice back scrolls nowhere.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [list.query]);
  const { marked, flip, clear, pick } = useMarks(list.items, idOfRow, chosen, query.folder);
  // Until another folder is read the rows of the last one stay in sight, and no key or press is meant for them.
  const isBehind = !sameQuery(list.query, query);
  const onSelect = (row: NameRow<T>, index: number, how: Picked) => {
    if (isBehind) return;
    if (!pick(idOfRow(row), index, how)) props.onChoose(row);
  };
  const removeRows = (ids: readonly string[]) => props.onDelete(ids, neighbor(list.items, new Set(ids)));
  const remove = () => {
    const ids = marked.size > 0 ? [...marked] : chosen === undefined ? [] : [chosen];
    clear();
    if (ids.length > 0) removeRows(ids);
  };
  const onActivate = (row: NameRow<T>) => {
    if (isBehind) return;
    if (row.kind === "item") return focusDetail(box.current);
    clear();
    props.onOpenFolder(row.name);
  };
  const onKey = (event: KeyboardEvent, row: NameRow<T> | undefined) => {
    if (isBehind) return false;
    if (event.key === "Delete") remove();
    else if (event.key === " " && row !== undefined) flip(idOfRow(row));
    else if (event.key === "Escape" && marked.size > 0) clear();
    else if (event.key === "Escape" && chosen !== undefined) props.onChoose(undefined);
    else if (event.key === "F2" && row?.kind === "item") props.onRename(row.item);
    else if (event.key === "ArrowRight" && row?.kind === "folder") onActivate(row);
    else if ((event.key === "ArrowLeft" || event.key === "Backspace") && isInside(query)) props.onUp();
    else return false;
    return true;
  };
  const { onMenu, menu } = useRowMenu(props.label, (row: NameRow<T>) =>
    nameMenu(workbench, row, {
      noun,
      marked: marked.has(idOfRow(row)) ? marked.size : 0,
      open: () => onActivate(row),
      rename: () => row.kind === "item" && props.onRename(row.item),
      remove: marked.has(idOfRow(row)) ? remove : () => removeRows([idOfRow(row)]),
    }),
  );
  if (list.phase === "failed") {
    return <Failed title={`The ${noun}s could not be read`} error={list.error ?? ""} onRetry={list.refresh} />;
  }
  if (list.phase === "loading") return <Loading label={`Reading ${noun}s`} />;
  if (list.items.length === 0) return empty;
  const folder = query.folder ?? "";
  const markedItems = list.items.flatMap((row) => (row.kind === "item" && marked.has(idOfRow(row)) ? [row.item] : []));
  const withFolders = list.items.some(({ kind }) => kind === "folder");
  return (
    <div ref={box} className={styles["box"]} onAnimationEnd={() => setSeen(allSeen(list))}>
      <VirtualList
        label={props.label}
        kind="grid"
        columns={4}
        remember={props.remember}
        place={`${props.label} ${query.folder ?? ""}`}
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
        onMenu={onMenu}
        onNearEnd={list.loadMore}
        rowClass={(row) => cx(markedRow(marked.has(idOfRow(row))), isFresh(seen, row) && styles["fresh"])}
        row={(row) => (
          <RowCells row={row} folder={folder} icons={withFolders} marked={marked.has(idOfRow(row))} onMark={flip} />
        )}
      />
      {menu}
      {marked.size > 0 && (
        <BulkBar label={`Marked ${noun}s`} what={markedWords([...marked], noun)} onUnmark={clear}>
          {markedItems.length > 0 && props.acts?.(markedItems)}
          <button type="button" className="small" onClick={remove}>
            <Trash2 size={13} aria-hidden /> Delete
          </button>
        </BulkBar>
      )}
    </div>
  );
}

interface RowCellsProps {
  readonly row: NameRow<NamedItem>;
  readonly folder: string;
  /** Tell items and folders apart by an icon: only where there are both. */
  readonly icons: boolean;
  readonly marked: boolean;
  readonly onMark: (id: string) => void;
}

/** Drawn again only when its row changed: while a list scrolls it is drawn anew for each frame. */
const RowCells = memo(function RowCells({ row, folder, icons, marked, onMark }: RowCellsProps) {
  const { name } = row;
  const { bytes, more, updated } =
    row.kind === "item" ? { bytes: row.item.size, more: false, updated: row.item.updated } : row;
  const shown = nameWithin(folder, name);
  return (
    <>
      <MarkCell name={shown} checked={marked} onChange={() => onMark(idOfRow(row))} />
      <Cell className={cx("mono", styles["name"])} title={name}>
        {row.kind === "folder" ? (
          <Folder size={13} className={styles["folder"]} aria-hidden />
        ) : (
          icons && <File size={13} className={styles["file"]} aria-hidden />
        )}
        <bdi className="cut">{shown === "" ? <i className="dim">empty key</i> : visibleText(shown)}</bdi>
        {row.kind === "folder" && (
          <span className={styles["count"]}>
            {row.items}
            {more && "+"}
          </span>
        )}
      </Cell>
      <Cell className="num dim">
        {byteSize(bytes)}
        {more && "+"}
      </Cell>
      <Cell className="num mono dim">{moment(updated)}</Cell>
    </>
  );
});

const heads = (
  <>
    <MarkHead />
    <ColumnHead>Name</ColumnHead>
    <ColumnHead className="num" grip={{ column: "size", edge: "left" }}>
      Size
    </ColumnHead>
    <ColumnHead className="num" grip={{ column: "written", edge: "left" }}>
      Written
    </ColumnHead>
  </>
);

/** The row that takes the place of those that go: the next that stays, else the one before. */
function neighbor<T extends NamedItem>(
  rows: readonly NameRow<T>[],
  going: ReadonlySet<string>,
): NameRow<T> | undefined {
  const goes = (row: NameRow<T>) => going.has(idOfRow(row));
  const last = rows.findLastIndex(goes);
  return rows.slice(last + 1).find((row) => !goes(row)) ?? rows.slice(0, last).findLast((row) => !goes(row));
}

function isInside({ folder, search }: RowQuery): boolean {
  return folder !== undefined && folder !== "" && search === "";
}

function markedWords(ids: readonly string[], noun: string): string {
  const folders = ids.filter((id) => rowOfId(id).kind === "folder").length;
  const items = ids.length - folders;
  return [...(folders === 0 ? [] : [counted(folders, "folder")]), ...(items === 0 ? [] : [counted(items, noun)])].join(
    ", ",
  );
}
