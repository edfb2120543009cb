import type { ReactNode } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { keep, readKept } from "../store/kept-in-browser.ts";
import styles from "./split.module.css";

interface SideSplitProps {
  /** Under this name the width is remembered. */
  readonly name: string;
  /** To the left of the rest; absent: the rest has all the room. */
  readonly side?: ReactNode;
  /** In pixels, at first. */
  readonly width: number;
  readonly children: ReactNode;
}

const MIN_WIDTH = 140;
const MAX_WIDTH = 480;

/** Something beside a view that keeps its width when the window changes its size. */
export function SideSplit({ name, side, width, children }: SideSplitProps) {
  const kept = `side.${name}`;
  const isWidth = (raw: unknown) => (typeof raw === "number" && raw >= MIN_WIDTH && raw <= MAX_WIDTH ? raw : undefined);
  return (
    <Group className={styles["split"] ?? ""}>
      {side !== undefined && (
        <>
          <Panel
            id="side"
            defaultSize={readKept(kept, isWidth) ?? width}
            minSize={MIN_WIDTH}
            maxSize={MAX_WIDTH}
            groupResizeBehavior="preserve-pixel-size"
            className={styles["panel"]}
            onResize={({ inPixels }) => keep(kept, Math.round(inPixels))}
          >
            {side}
          </Panel>
          <Separator className={styles["separator"]} aria-label={`Resize ${name}`} />
        </>
      )}
      <Panel id="rest" minSize={240} className={styles["panel"]}>
        {children}
      </Panel>
    </Group>
  );
}
