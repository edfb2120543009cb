import { ChevronRight } from "lucide-react";
import { nameWithin, parentOf } from "./object-place.ts";
import styles from "./blobs-view.module.css";

interface FolderCrumbsProps {
  readonly container: string;
  readonly folder: string;
  readonly onOpen: (folder: string) => void;
}

/** The way from the container to the folder that is shown. */
export function FolderCrumbs({ container, folder, onOpen }: FolderCrumbsProps) {
  const folders: string[] = [];
  for (let at = folder; at !== ""; at = parentOf(at)) folders.unshift(at);
  return (
    <nav aria-label="Folder">
      <ol className={styles["crumbs"]}>
        <li>
          <button type="button" className="quiet small cut" onClick={() => onOpen("")}>
            {container}
          </button>
        </li>
        {folders.map((each) => (
          <li key={each}>
            <ChevronRight size={12} className="dim" aria-hidden />
            <button
              type="button"
              className="quiet small cut"
              aria-current={each === folder ? "location" : undefined}
              onClick={() => onOpen(each)}
            >
              {nameWithin(parentOf(each), each).slice(0, -1) || "/"}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
