import { type ReactNode, useSyncExternalStore } from "react";
import { Group, type Layout, Panel, Separator } from "react-resizable-panels";
import { keep, readKept } from "../store/kept-in-browser.ts";
import styles from "./split.module.css";

interface SplitProps {
  /** Under this name the sizes are remembered. */
  readonly name: string;
  readonly list: ReactNode;
  /** Beside the list, or below it in a narrow window; absent: the list has all the room. */
  readonly detail?: ReactNode;
  /** Share of the detail at first, in percent. */
  readonly detailSize?: number;
}

/** A list and the detail of what is chosen in it, never one over the other. */
export function Split({ name, list, detail, detailSize = 51 }: SplitProps) {
  const narrow = useNarrow();
  const orientation = narrow ? "vertical" : "horizontal";
  const kept = `split.${name}.${orientation}`;
  if (detail === undefined) return <div className={styles["whole"]}>{list}</div>;
  return (
    <Group
      key={orientation}
      orientation={orientation}
      className={styles["split"] ?? ""}
      defaultLayout={readKept(kept, parseLayout) ?? { list: 100 - detailSize, detail: detailSize }}
      onLayoutChanged={(layout) => keep(kept, layout)}
    >
      <Panel id="list" minSize={narrow ? 90 : 240} className={styles["panel"]}>
        {list}
      </Panel>
      <Separator className={styles["separator"]} aria-label={`Resize ${name}`} />
      <Panel id="detail" minSize={narrow ? 120 : 300} className={styles["panel"]}>
        {detail}
      </Panel>
    </Group>
  );
}

/** Below this width a list and its detail do not fit side by side. */
const NARROW = "(max-width: 1000px)";

export function useNarrow(): boolean {
  return useSyncExternalStore(onWidthChange, () => matchMedia(NARROW).matches);
}

function onWidthChange(listener: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

function parseLayout(raw: unknown): Layout | undefined {
  if (typeof raw !== "object" || raw === null) return undefined;
  const { list, detail } = raw as Partial<Record<string, unknown>>;
  return typeof list === "number" && typeof detail === "number" ? { list, detail } : undefined;
}
