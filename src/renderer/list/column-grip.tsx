import { type KeyboardEvent, type PointerEvent, useContext, useRef } from "react";
import styles from "./column-grip.module.css";
import { ColumnSizesContext } from "./column-sizes.ts";

export interface GripSpec {
  /** What the style sheet calls the column. */
  readonly column: string;
  /** The edge that moves: the one towards the column that takes the rest of the width. */
  readonly edge: "left" | "right";
}

const STEP_PX = 8;

/** The edge of a column, to drag. By keys: left and right size it, up and down go to the next edge, Enter takes it back. */
export function ColumnGrip({ column, edge, label }: GripSpec & { readonly label: string }) {
  const sizes = useContext(ColumnSizesContext);
  const drag = useRef<{ readonly x: number; readonly width: number } | undefined>(undefined);
  if (sizes === undefined) return null;
  const outwards = edge === "right" ? 1 : -1;
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width: widthAround(event.currentTarget) };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (drag.current === undefined) return;
    sizes.resize(column, drag.current.width + outwards * (event.clientX - drag.current.x));
  };
  const end = () => {
    drag.current = undefined;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const grip = event.currentTarget;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const along = event.key === "ArrowRight" ? STEP_PX : -STEP_PX;
      sizes.resize(column, widthAround(grip) + outwards * along);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      focusNext(grip, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      sizes.resize(column, undefined);
    } else return;
    event.preventDefault();
  };
  return (
    // A separator that takes the focus is a widget: it moves what it separates.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <span
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an hr is none
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${label}`}
      aria-valuenow={sizes.widths[column] ?? 0}
      aria-valuetext={sizes.widths[column] === undefined ? "as it comes" : `${sizes.widths[column]} pixels`}
      title="Drag to size the column, double-click to take it back"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
      tabIndex={0}
      className={styles["grip"]}
      data-edge={edge}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onLostPointerCapture={end}
      onDoubleClick={() => sizes.resize(column, undefined)}
      onKeyDown={onKeyDown}
    />
  );
}

function widthAround(grip: HTMLElement): number {
  return grip.closest("[role=columnheader]")?.getBoundingClientRect().width ?? 0;
}

function focusNext(grip: HTMLElement, by: number): void {
  const grips = [...(grip.closest("[role=row]")?.querySelectorAll<HTMLElement>("[role=separator]") ?? [])];
  grips[grips.indexOf(grip) + by]?.focus();
}
