import { matchRanges } from "./match-ranges.ts";
import styles from "./log-row.module.css";

/** A text with what was searched marked in it. */
export function Highlighted({ text, search }: { readonly text: string; readonly search: string }) {
  const ranges = matchRanges(text, search);
  if (ranges.length === 0) return <>{text}</>;
  const parts: React.ReactNode[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    parts.push(text.slice(at, start));
    parts.push(
      <mark key={start} className={styles["mark"]}>
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}
