import type { ReactNode } from "react";
import { cx } from "../design/cx.ts";
import styles from "./cell.module.css";
import { ColumnGrip, type GripSpec } from "./column-grip.tsx";

interface CellProps {
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly title?: string;
}

/* A grid that draws only the rows in sight places them itself, which the elements of a table do not allow. */

export function Cell({ children, className, title }: CellProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see above
    <span role="gridcell" className={className} title={title}>
      {children}
    </span>
  );
}

type ColumnHeadProps = { readonly className?: string | undefined } & (
  | { readonly children: ReactNode; readonly grip?: undefined }
  /** A column that a person may size. */
  | { readonly children: string; readonly grip: GripSpec }
);

export function ColumnHead({ children, className, grip }: ColumnHeadProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see above
    <span role="columnheader" className={cx(className, grip !== undefined && styles["sized"])}>
      {children}
      {grip !== undefined && <ColumnGrip {...grip} label={children} />}
    </span>
  );
}
