import { ChevronRight } from "lucide-react";
import { nameWithin, parentOf } from "./name-parts.ts";
import styles from "./folder-crumbs.module.css";

interface FolderCrumbsProps {
  /** What is at the top: the container, the bucket. */
  readonly place: string;
  readonly folder: string;
  readonly separator: string;
  readonly onOpen: (folder: string) => void;
}

/** The way from the top to the folder that is shown. */
export function FolderCrumbs({ place, folder, separator, onOpen }: FolderCrumbsProps) {
  const folders: string[] = [];
  for (let at = folder; at !== ""; at = parentOf(at, separator)) folders.unshift(at);
  return (
    <nav aria-label="Folder">
      <ol className={styles["crumbs"]}>
        <li>
          <button type="button" className="quiet small cut" onClick={() => onOpen("")}>
            {place}
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
              {nameWithin(parentOf(each, separator), each).slice(0, -separator.length) || separator}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
