import { PackageSearch } from "lucide-react";
import { useEffect, useState } from "react";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./drop-layer.module.css";
import { givenFrom } from "./given-file.ts";

/** What takes files itself is marked so: over it, this layer steps aside. */
const TAKES_FILES = "[data-takes-files]";

/** While files are dragged over the window, says what becomes of them; dropped, they are read and not run. */
export function DropLayer() {
  const { desk } = useWorkbench();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const isTaken = (event: DragEvent) => event.target instanceof Element && event.target.closest(TAKES_FILES) !== null;
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      const ours = !isTaken(event);
      setOver(ours);
      if (!ours || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    };
    const onLeave = (event: DragEvent) => {
      // Leaving one element for another of the same page has the other one as related target.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event) || isTaken(event) || event.dataTransfer === null) return;
      event.preventDefault();
      const given = givenFrom(event.dataTransfer.items);
      if (given !== undefined) void desk.inspect(given);
    };
    const onEnd = () => setOver(false);
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    window.addEventListener("dragend", onEnd);
    return () => {
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
      window.removeEventListener("dragend", onEnd);
    };
  }, [desk]);
  if (!over) return null;
  return (
    <div className={styles["layer"]} data-testid="drop-layer">
      <div className={styles["note"]}>
        <PackageSearch size={28} strokeWidth={1.5} aria-hidden />
        <b>Drop to see what it asks of its host</b>
        <span>{desk.inApp ? "A component or a project folder" : "A component (.wasm)"}. Nothing of it is run.</span>
      </div>
    </div>
  );
}
