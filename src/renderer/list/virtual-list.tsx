import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type AriaAttributes,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { MenuPoint } from "../design/context-menu.tsx";
import { cx } from "../design/cx.ts";
import { ColumnSizesContext, columnStyle, useColumnSizes } from "./column-sizes.ts";
import styles from "./virtual-list.module.css";
import { steppedIndex } from "./stepped-index.ts";
import { useListPlace } from "./use-list-place.ts";
import { useKeptInSight } from "./use-kept-in-sight.ts";

export interface Picked {
  /** Shift: from the row picked before to this one. */
  readonly extend: boolean;
  /** Ctrl or Cmd: this one more, or less. */
  readonly toggle: boolean;
}

export interface VirtualListProps<T> {
  readonly label: string;
  readonly kind: "grid" | "listbox" | "tree" | "log" | "group";
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string | number;
  readonly row: (item: T, index: number) => ReactNode;
  /** Pixels; rows that may be taller are `measured`. */
  readonly rowHeight: number;
  readonly measured?: boolean;
  readonly rowAria?: (item: T, index: number) => AriaAttributes;
  readonly rowClass?: (item: T) => string | undefined;
  /** Column heads of a grid, as one row that stays. */
  readonly head?: ReactNode;
  readonly className?: string | undefined;
  readonly columns?: number;
  /** Under this name the widths of its columns are remembered that a person gave them. */
  readonly remember?: string;
  /** Under this name the window remembers where it was left. */
  readonly place?: string | undefined;
  readonly multiselectable?: boolean;
  readonly selected?: string | number | undefined;
  readonly onSelect?: (item: T, index: number, how: Picked) => void;
  readonly onActivate?: (item: T) => void;
  /** What can be done with a row is asked for: by the other button of the mouse, the Menu key or Shift+F10. */
  readonly onMenu?: (item: T, at: MenuPoint) => void;
  /** Keys this list does not use itself; true when it was used. */
  readonly onKey?: (event: KeyboardEvent, item: T | undefined) => boolean;
  /** Stay at the end as rows are added there. */
  readonly follow?: boolean;
  readonly onFollowChange?: (follow: boolean) => void;
  /** Rows are added at the start: they come into sight there, and move nothing for whoever reads further down. */
  readonly newestFirst?: boolean;
  readonly onNearStart?: () => void;
  readonly onNearEnd?: () => void;
}

const HEAD_PX = 24;
const NEAR_ROWS = 40;
const rowRoles = { grid: "row", listbox: "option", tree: "treeitem", log: undefined, group: undefined } as const;

/**
 * A list that draws only what is in sight. Rows added before what is being read do not move it, and rows added at the
 * end move it only while it follows. One stop for the Tab key; arrows walk the rows and select.
 */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, keyOf, kind, selected, follow = false } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [readsOn, setReadsOn] = useState(false);
  const sizes = useColumnSizes(props.remember);
  const headHeight = props.head === undefined ? 0 : HEAD_PX;
  // Another function makes the virtualizer place every row again: not for each frame of a scroll.
  const getItemKey = useCallback(
    (index: number) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    [items, keyOf],
  );
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => props.rowHeight,
    getItemKey,
    overscan: 12,
    anchorTo: props.onFollowChange === undefined && props.onNearStart === undefined && !readsOn ? "start" : "end",
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  const visible = virtualizer.getVirtualItems();
  const selectedIndex = useMemo(() => {
    // What a person looks at is mostly among the newest.
    const found = selected === undefined ? -1 : items.findLastIndex((item) => keyOf(item) === selected);
    return found < 0 ? undefined : found;
  }, [items, keyOf, selected]);

  useLayoutEffect(() => {
    if (follow && items.length > 0) virtualizer.scrollToIndex(items.length - 1, { align: "end" });
  }, [follow, items, virtualizer]);

  const place = useListPlace(scroller, { name: props.place, selected, follow });
  useEffect(() => {
    if (place.takeRestored()) return;
    if (selectedIndex !== undefined && !follow) virtualizer.scrollToIndex(selectedIndex, { align: "auto" });
    // Only a new selection scrolls to itself; rows that come and go do not.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selected, selectedIndex === undefined]);

  useKeptInSight(scroller, (before) => {
    if (follow) return virtualizer.scrollToIndex(items.length - 1, { align: "end" });
    const row = visible.find(({ index }) => index === selectedIndex);
    const top = scroller.current?.scrollTop ?? 0;
    if (row !== undefined && row.start < top + before && row.end > top) {
      virtualizer.scrollToIndex(row.index, { align: "auto" });
    }
  });

  const first = visible[0]?.index;
  const last = visible.at(-1)?.index;
  const { onNearStart, onNearEnd } = props;
  useEffect(() => {
    if (first !== undefined && first < NEAR_ROWS) onNearStart?.();
    if (last !== undefined && last >= items.length - NEAR_ROWS) onNearEnd?.();
  }, [first, last, items.length, onNearStart, onNearEnd]);

  const onScroll = () => {
    const box = scroller.current;
    if (box === null) return;
    place.onScrolled();
    if (props.newestFirst === true) setReadsOn(box.scrollTop > 4);
    if (props.onFollowChange === undefined) return;
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 4;
    const up = box.scrollTop < lastTop.current;
    const down = box.scrollTop > lastTop.current;
    lastTop.current = box.scrollTop;
    if (follow && up && !atEnd) props.onFollowChange(false);
    if (!follow && down && atEnd) props.onFollowChange(true);
  };

  const pick = (index: number, how: Picked) => {
    const item = items[index];
    if (item === undefined) return;
    props.onSelect?.(item, index, how);
    virtualizer.scrollToIndex(index, { align: "auto" });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const item = selectedIndex === undefined ? undefined : items[selectedIndex];
    if (props.onMenu !== undefined && (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) {
      event.preventDefault();
      const row = scroller.current?.querySelector(`[data-index="${selectedIndex}"]`)?.getBoundingClientRect();
      if (item !== undefined && row !== undefined) props.onMenu(item, { x: row.left + 24, y: row.bottom });
      return;
    }
    if (props.onKey?.(event, item) === true) return event.preventDefault();
    if (props.onSelect === undefined) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / props.rowHeight) - 2);
    const next = steppedIndex(event.key, selectedIndex, items.length, page);
    if (next !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      pick(next, { extend: event.shiftKey, toggle: false });
    } else if (event.key === "Enter" && item !== undefined && props.onActivate !== undefined) {
      event.preventDefault();
      props.onActivate(item);
    }
  };

  const onRowClick = (event: MouseEvent, index: number) => {
    if ((event.target as Element).closest("button, a, input") !== null) return;
    pick(index, { extend: event.shiftKey, toggle: event.ctrlKey || event.metaKey });
  };

  const onContextMenu = (event: MouseEvent) => {
    const row = (event.target as Element).closest<HTMLElement>("[data-index]");
    // Of a text that is selected the browser's own menu knows more.
    if (props.onMenu === undefined || row === null || getSelection()?.isCollapsed === false) return;
    const index = Number(row.dataset["index"]);
    const item = items[index];
    if (item === undefined) return;
    event.preventDefault();
    scroller.current?.focus({ preventScroll: true });
    pick(index, { extend: false, toggle: false });
    props.onMenu(item, { x: event.clientX, y: event.clientY });
  };

  const activeInSight = visible.some((row) => row.index === selectedIndex);
  return (
    // Its role is one of those that take the focus and keys.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={scroller}
      role={kind}
      aria-label={props.label}
      className={cx(styles["list"], props.className)}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      aria-activedescendant={activeInSight ? `${id}-${selectedIndex}` : undefined}
      aria-multiselectable={props.multiselectable}
      style={columnStyle(sizes)}
      {...(kind === "grid" ? { "aria-rowcount": items.length + 1, "aria-colcount": props.columns } : {})}
    >
      {props.head !== undefined && (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a tr stands in a table only, and this is none
        <div role="row" aria-rowindex={1} className={cx(styles["head"], styles["columns"])}>
          <ColumnSizesContext value={sizes}>{props.head}</ColumnSizesContext>
        </div>
      )}
      <div className={styles["rows"]} style={{ height: virtualizer.getTotalSize() }}>
        {visible.map((place) => {
          const item = items[place.index];
          if (item === undefined) return null;
          return (
            // Keys are handled by the list, which keeps the focus; a row is only pointed at.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
            <div
              key={place.key}
              id={`${id}-${place.index}`}
              data-index={place.index}
              ref={props.measured === true ? virtualizer.measureElement : undefined}
              role={rowRoles[kind]}
              className={cx(styles["row"], kind === "grid" && styles["columns"], props.rowClass?.(item))}
              style={{
                transform: `translateY(${place.start - headHeight}px)`,
                ...(props.measured === true ? { minHeight: props.rowHeight } : { height: props.rowHeight }),
              }}
              aria-selected={props.onSelect === undefined ? undefined : place.index === selectedIndex}
              aria-rowindex={kind === "grid" ? place.index + 2 : undefined}
              {...props.rowAria?.(item, place.index)}
              onClick={props.onSelect === undefined ? undefined : (event) => onRowClick(event, place.index)}
              onDoubleClick={props.onActivate === undefined ? undefined : () => props.onActivate?.(item)}
            >
              {props.row(item, place.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
