import { ArrowDown } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { count } from "../format/quantity.ts";
import type { RecordRow } from "./merge-rows.ts";
import type { RecordList } from "./record-feed.ts";
import styles from "./unread.module.css";

interface UnreadProps {
  readonly list: RecordList<RecordRow>;
  readonly follow: boolean;
  readonly onFollow: () => void;
}

/** Over a list that does not follow its end: how much came since, and the way there. */
export function Unread({ list, follow, onFollow }: UnreadProps) {
  const unread = useUnread(list, follow);
  if (unread === 0) return null;
  return (
    <button type="button" className={styles["unread"]} onClick={onFollow}>
      {count(unread)} new <ArrowDown size={13} aria-hidden />
    </button>
  );
}

/** How many rows came after the newest one that was there when following stopped. */
function useUnread(list: RecordList<RecordRow>, follow: boolean): number {
  const newest = list.rows.at(-1)?.id;
  const [seen, setSeen] = useState(newest);
  const filter = useRef(list.filter);
  useEffect(() => {
    if (follow || seen === undefined || filter.current !== list.filter) setSeen(newest);
    filter.current = list.filter;
  }, [follow, newest, seen, list.filter]);
  if (follow || seen === undefined) return 0;
  let unread = 0;
  for (let at = list.rows.length - 1; at >= 0 && (list.rows[at]?.id ?? 0) > seen; at -= 1) unread += 1;
  return unread;
}
