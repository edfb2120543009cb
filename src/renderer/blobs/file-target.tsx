import { Upload } from "lucide-react";
import { type DragEvent, type ReactNode, useState } from "react";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./file-target.module.css";
import { droppedFiles, type GivenFile } from "./given-files.ts";

interface FileTargetProps {
  readonly className: string | undefined;
  /** Where files go: said while they are over it. */
  readonly target: string;
  readonly onFiles: (files: readonly GivenFile[]) => void;
  readonly children: ReactNode;
}

/** A part of the window that takes files; everywhere else they are looked at as components. */
export function FileTarget({ className, target, onFiles, children }: FileTargetProps) {
  const { toasts } = useWorkbench();
  const [over, setOver] = useState(false);
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    setOver(true);
  };
  const onDragLeave = (event: DragEvent) => {
    // Leaving one element for another of this part has that one as related target.
    if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    droppedFiles(event.dataTransfer.items).then(onFiles, (error: unknown) =>
      toasts.failed("The files could not be read.", error),
    );
  };
  return (
    <div className={className} data-takes-files onDragOver={onDragOver} onDragLeave={onDragLeave} onDrop={onDrop}>
      {children}
      {over && (
        <div className={styles["target"]}>
          <Upload size={28} strokeWidth={1.5} aria-hidden />
          <b>Drop to upload into {target}</b>
          <span className="dim">What has the same name there is replaced. Can be undone.</span>
        </div>
      )}
    </div>
  );
}
