import { type ReactNode, useSyncExternalStore } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { cx } from "../design/cx.ts";
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
  /** The same where it is below the list. */
  readonly detailSizeBelow?: number;
}

/** A list and the detail of what is chosen in it, never one over the other. The list stays as it is when a detail comes or goes. */
export function Split({ name, list, detail, detailSize, detailSizeBelow = detailSize ?? BELOW }: SplitProps) {
  const narrow = useNarrow();
  const orientation = narrow ? "vertical" : "horizontal";
  const kept = `split.${name}.${orientation}`;
  const first = narrow ? detailSizeBelow : (detailSize ?? BESIDE);
  const size = readKept(kept, (raw) => (typeof raw === "number" && raw > 5 && raw < 95 ? raw : undefined)) ?? first;
  return (
    <div className={styles["room"]}>
      <Group
        key={orientation}
        orientation={orientation}
        className={cx(styles["split"], narrow && detail !== undefined && styles["stacked"])}
        onLayoutChanged={(layout) => {
          const share = layout["detail"];
          if (share !== undefined) keep(kept, share);
        }}
      >
        <Panel id="list" minSize={narrow ? 90 : 240} className={styles["panel"]}>
          {list}
        </Panel>
        {detail !== undefined && (
          <>
            <Separator className={styles["separator"]} aria-label={`Resize ${name}`} />
            <Panel id="detail" defaultSize={`${size}%`} minSize={narrow ? 120 : 300} className={styles["panel"]}>
              {detail}
            </Panel>
          </>
        )}
      </Group>
    </div>
  );
}

/** In percent. Below the list it has little height, of which its title, actions and tabs take a part. */
const BESIDE = 51;
const BELOW = 64;

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
