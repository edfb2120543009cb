import { FolderOpen, Trash2, X } from "lucide-react";
import pane from "../keyvalue/value-pane.module.css";
import { Empty } from "../design/view-state.tsx";
import { nameWithin, parentOf } from "./name-parts.ts";

interface FolderPaneProps {
  readonly folder: string;
  readonly separator: string;
  /** What is in it, in the plural: "objects". */
  readonly items: string;
  readonly onOpen: () => void;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** A folder that was chosen and not opened. */
export function FolderPane({ folder, separator, items, onOpen, onDelete, onClose }: FolderPaneProps) {
  return (
    <section className={pane["pane"]} aria-label="Chosen folder">
      <div className={pane["head"]}>
        <div className={pane["title"]}>
          <h2 className="mono" title={folder}>
            {nameWithin(parentOf(folder, separator), folder)}
          </h2>
          <button type="button" className="quiet icon" aria-label="Close the folder" onClick={onClose}>
            <X size={14} aria-hidden />
          </button>
        </div>
        <div className={pane["acts"]}>
          <button type="button" className="small" title="Enter" onClick={onOpen}>
            <FolderOpen size={12} aria-hidden /> Open
          </button>
          <button type="button" className="small" title="Del" onClick={onDelete}>
            <Trash2 size={12} aria-hidden /> Delete all in it
          </button>
        </div>
      </div>
      <Empty title="A folder only by name">
        The {items} in it have names that begin with <code>{folder}</code>. The store itself knows no folders.
      </Empty>
    </section>
  );
}
