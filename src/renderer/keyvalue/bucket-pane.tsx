import { Download, Plus, RotateCcw, Upload } from "lucide-react";
import { useState } from "react";
import type { BucketView } from "../../shared/model.ts";
import { chooseFiles } from "../blobs/given-files.ts";
import { MenuButton } from "../design/menu-button.tsx";
import { Empty } from "../design/view-state.tsx";
import { byteSize, counted } from "../format/quantity.ts";
import { Split, useNarrow } from "../layout/split.tsx";
import { FolderCrumbs } from "../names/folder-crumbs.tsx";
import { FolderPane } from "../names/folder-pane.tsx";
import { folderOf, parentOf } from "../names/name-parts.ts";
import { folderId, itemId, type NamedItem, type NameRow } from "../names/name-rows.ts";
import { keep, readKept } from "../store/kept-in-browser.ts";
import { closedListNote } from "../project/closed-lists.ts";
import { useProject, useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { deleteKeyRows, exportKeys, importKeys, renameKey, type SeenKey } from "./key-edits.ts";
import { KeyGrid } from "./key-grid.tsx";
import styles from "../names/places-view.module.css";
import { NewKeyPane } from "./new-key-pane.tsx";
import { RenameKey } from "./rename-key.tsx";
import { resetState } from "./reset-state.ts";
import { ValuePane } from "./value-pane.tsx";

/** What parts of keys may end with, to be shown as folders; empty: no folders. */
const SEPARATORS = ["", ":", "/", ".", "-"] as const;
type Separator = (typeof SEPARATORS)[number];

interface BucketPaneProps {
  readonly bucket: BucketView;
  /** Chooses another bucket, where there is no list of them. */
  readonly select: React.ReactNode;
}

/** The keys of a bucket and the value of the chosen one. */
export function BucketPane({ bucket, select }: BucketPaneProps) {
  const workbench = useWorkbench();
  const { route } = workbench;
  const { path, params } = useRoute();
  const narrow = useNarrow();
  const [separator, setSeparator] = useState<Separator>(
    () => readKept("keyvalue.separator", (raw) => SEPARATORS.find((each) => each === raw)) ?? ":",
  );
  const [renaming, setRenaming] = useState<SeenKey>();
  const place = { backend: bucket.backend, bucket: bucket.name };
  const { key, dir, search = "" } = params;
  // A link names a key alone: its folder is the one that is shown.
  const derived = key === undefined || search !== "" ? "" : folderOf(key, separator);
  const folder = separator === "" ? "" : (params["folder"] ?? derived);
  const chosen = key !== undefined ? itemId(key) : dir !== undefined ? folderId(dir) : undefined;

  const openFolder = (to: string, left?: string) => {
    const { key: _key, dir: _dir, new: _new, ...rest } = params;
    // A step of its own, so that the way back leads through folders as well.
    route.go(path, { ...rest, search: "", folder: to, ...(left === undefined ? {} : { dir: left }) });
  };
  const choose = (row: NameRow<NamedItem> | undefined) =>
    route.patch({
      key: row?.kind === "item" ? row.name : undefined,
      dir: row?.kind === "folder" ? row.name : undefined,
      ...(folder === "" ? {} : { folder }),
      new: undefined,
    });
  const onDelete = async (ids: readonly string[], next?: NameRow<NamedItem>) => {
    if ((await deleteKeyRows(workbench, place, ids)) && chosen !== undefined && ids.includes(chosen)) choose(next);
  };
  const onName = async (from: SeenKey, to: string) => {
    if (await renameKey(workbench, place, from, to)) {
      setRenaming(undefined);
      route.patch({ key: to, folder: folderOf(to, separator) });
      return;
    }
    // What was refused may have changed; the next try is about what is there now.
    const now = await workbench.api.value({ ...place, key: from.name }).catch(() => undefined);
    setRenaming((asked) => asked && now && { name: asked.name, version: now.version });
  };
  const detail = () => {
    if (params["new"] !== undefined) return <NewKeyPane bucket={bucket} prefix={folder} />;
    if (key !== undefined) {
      return (
        <ValuePane
          key={key}
          of={{ ...place, key }}
          onRename={(version) => setRenaming({ name: key, version })}
          onDelete={() => void onDelete([itemId(key)])}
        />
      );
    }
    if (dir !== undefined) {
      return (
        <FolderPane
          folder={dir}
          separator={separator}
          items="keys"
          onOpen={() => openFolder(dir)}
          onDelete={() => void onDelete([folderId(dir)])}
          onClose={() => choose(undefined)}
        />
      );
    }
    return narrow ? undefined : <NoKeyChosen bucket={bucket} />;
  };
  const shown = detail();
  return (
    <div className={styles["items"]}>
      <div className={styles["bar"]}>
        {select}
        <input
          data-find
          type="search"
          aria-label="Search keys"
          placeholder={folder === "" ? "Search keys" : `Search in ${folder}`}
          spellCheck={false}
          value={search}
          onChange={(event) => route.patch({ search: event.target.value, ...(folder === "" ? {} : { folder }) })}
        />
        <select
          aria-label="Folders"
          title="Shows keys that begin alike as a folder"
          value={separator}
          onChange={({ target }) => {
            const next = SEPARATORS.find((each) => each === target.value) ?? "";
            setSeparator(next);
            keep("keyvalue.separator", next);
            route.patch({ folder: undefined, dir: undefined });
          }}
        >
          {SEPARATORS.map((each) => (
            <option key={each} value={each}>
              {each === "" ? "No folders" : `Folders at ${each}`}
            </option>
          ))}
        </select>
        <button type="button" onClick={() => route.patch({ new: "1", key: undefined, dir: undefined })}>
          <Plus size={14} aria-hidden /> New key
        </button>
        <MenuButton
          label={`Backend ${bucket.backend}`}
          entries={[
            {
              label: "Import keys…",
              note: "From a JSON file, as a seed has them, over what is there. Can be undone.",
              icon: Upload,
              run: () => void chooseFiles(false).then(([first]) => first && importKeys(workbench, place, first.file)),
            },
            {
              label: folder === "" ? `Export ${bucket.name}` : `Export ${folder}`,
              note: "As a JSON file that a backend can have for its seed.",
              icon: Download,
              run: () => void exportKeys(workbench, place, folder),
            },
            {
              label: `Reset ${bucket.backend}`,
              note: "Deletes every key of it, then puts in what its seed has. Can be undone.",
              icon: RotateCcw,
              run: () => void resetState(workbench, bucket.backend),
            },
          ]}
        />
      </div>
      {folder !== "" && <FolderCrumbs place={bucket.name} folder={folder} separator={separator} onOpen={openFolder} />}
      <div className={styles["content"]}>
        <Split
          name="keys"
          list={
            <KeyGrid
              bucket={bucket}
              query={{ ...(separator === "" ? {} : { folder }), separator, search }}
              chosen={chosen}
              onChoose={choose}
              onOpenFolder={openFolder}
              onUp={() => openFolder(parentOf(folder, separator), folder)}
              onRename={setRenaming}
              onDelete={(ids, next) => void onDelete(ids, next)}
            />
          }
          detail={shown && <div className={styles["none"]}>{shown}</div>}
        />
      </div>
      <RenameKey
        asked={renaming?.name}
        onClose={() => setRenaming(undefined)}
        onName={(name) => renaming !== undefined && void onName(renaming, name)}
      />
    </div>
  );
}

function NoKeyChosen({ bucket }: { readonly bucket: BucketView }) {
  const note = closedListNote(useProject()?.backends ?? [], bucket)?.sentence;
  return bucket.keys === 0 ? (
    <Empty title={`${bucket.name} is empty`}>
      A key appears here when a component writes it. New key writes one by hand. {note}
    </Empty>
  ) : (
    <Empty title="No key chosen">
      Choose one of {counted(bucket.keys, "key")} with {byteSize(bucket.bytes)} in all: its value, who wrote it and its
      history appear here. {note}
    </Empty>
  );
}
