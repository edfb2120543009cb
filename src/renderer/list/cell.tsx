import type { ReactNode } from "react";

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

export function ColumnHead({ children, className }: CellProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see above
    <span role="columnheader" className={className}>
      {children}
    </span>
  );
}
