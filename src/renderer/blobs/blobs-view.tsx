import { FolderTree, Upload } from "lucide-react";
import { useState } from "react";
import type { ContainersView, ContainerView } from "../../shared/blob-model.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { Split, useNarrow } from "../layout/split.tsx";
import { FolderCrumbs } from "../names/folder-crumbs.tsx";
import { FolderPane } from "../names/folder-pane.tsx";
import { parentOf } from "../names/name-parts.ts";
import { folderId, itemId, type NamedItem, type NameRow } from "../names/name-rows.ts";
import { keep, readKept } from "../store/kept-in-browser.ts";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { type CopyAsked, CopyDialog, NewContainerDialog } from "./blob-dialogs.tsx";
import { deleteRows } from "./blob-edits.ts";
import styles from "../names/places-view.module.css";
import { ContainerList, ContainerSelect } from "./container-list.tsx";
import { ContainerMenu } from "./container-menu.tsx";
import { FileTarget } from "./file-target.tsx";
import { chooseFiles, type GivenFile } from "./given-files.ts";
import { NoContainers, NoObjectChosen, NoObjects } from "./nothing-here.tsx";
import { ObjectGrid } from "./object-grid.tsx";
import { ObjectPane } from "./object-pane.tsx";
import { objectPlace, SEPARATOR } from "./object-place.ts";
import { TransferList } from "./transfer-list.tsx";
import { useContainers } from "./use-containers.ts";

interface BlobsViewProps {
  readonly backend: string | undefined;
  readonly container: string | undefined;
}

/** Containers, their objects, and what is in the chosen one. */
export function BlobsView({ backend, container }: BlobsViewProps) {
  const { route } = useWorkbench();
  const { params } = useRoute();
  const loaded = useContainers();
  const narrow = useNarrow();
  if (loaded.value === undefined) {
    return loaded.error === undefined ? (
      <Loading label="Reading containers" />
    ) : (
      <Failed title="The containers could not be read" error={loaded.error.message} onRetry={loaded.reload} />
    );
  }
  const { backends, containers } = loaded.value;
  const named = containers.find((each) => each.backend === backend && each.name === container);
  const current = named ?? (container === undefined ? containers[0] : undefined);
  const choose = (to: { readonly backend: string; readonly name: string }) => route.go(["blobs", to.backend, to.name]);
  const onNew = () => route.patch({ new: "1" });
  return (
    <>
      {containers.length === 0 ? (
        <NoContainers canMake={backends.length > 0} onNew={onNew} />
      ) : (
        <div className={styles["view"]} data-narrow={narrow || undefined}>
          {!narrow && <ContainerList of={loaded.value} current={current} onChoose={choose} onNew={onNew} />}
          {current === undefined ? (
            <Empty
              title={`There is no container ${container ?? ""}`}
              action={narrow && <ContainerSelect of={loaded.value} current={current} onChoose={choose} />}
            >
              It may have been deleted, or not be made yet. Choose another one.
            </Empty>
          ) : (
            <ContainerPane
              key={`${current.backend}/${current.name}`}
              of={loaded.value}
              current={current}
              onChoose={choose}
              onNew={onNew}
            />
          )}
        </div>
      )}
      <NewContainerDialog
        open={params["new"] !== undefined}
        backends={backends}
        backend={current?.backend}
        onClose={() => route.patch({ new: undefined })}
        onMade={(of, name) => choose({ backend: of, name })}
      />
    </>
  );
}

interface ContainerPaneProps {
  readonly of: ContainersView;
  readonly current: ContainerView;
  readonly onChoose: (container: { readonly backend: string; readonly name: string }) => void;
  readonly onNew: () => void;
}

function ContainerPane({ of, current, onChoose, onNew }: ContainerPaneProps) {
  const workbench = useWorkbench();
  const { route, transfers } = workbench;
  const { path, params } = useRoute();
  const narrow = useNarrow();
  const [inFolders, setInFolders] = useState(() => readKept("blobs.folders", (raw) => raw !== false) ?? true);
  const [copying, setCopying] = useState<CopyAsked>();
  const place = { backend: current.backend, container: current.name };
  const folder = inFolders ? (params["folder"] ?? "") : "";
  const search = params["search"] ?? "";
  const { object, dir } = params;
  const chosen = object !== undefined ? itemId(object) : dir !== undefined ? folderId(dir) : undefined;

  const openFolder = (to: string, left?: string) => {
    const { object: _object, dir: _dir, ...rest } = params;
    const at = left === undefined ? {} : { dir: left };
    // A step of its own, so that the way back leads through folders as well.
    route.go(path, { ...rest, search: "", folder: to, ...at });
  };
  const choose = (row: NameRow<NamedItem> | undefined) =>
    route.patch({
      object: row?.kind === "item" ? row.name : undefined,
      dir: row?.kind === "folder" ? row.name : undefined,
    });
  const onDelete = async (ids: readonly string[], next?: NameRow<NamedItem>) => {
    if ((await deleteRows(workbench, place, ids)) && chosen !== undefined && ids.includes(chosen)) choose(next);
  };
  const upload = async (files: readonly GivenFile[]) => {
    const names = await transfers.upload({ ...place, folder }, files);
    const [only] = names;
    if (names.length === 1 && only !== undefined && route.get().path[0] === "blobs") {
      route.patch({ object: only, dir: undefined });
    }
  };
  const toggleFolders = () => {
    setInFolders(!inFolders);
    keep("blobs.folders", !inFolders);
    route.patch({ dir: undefined, object: undefined });
  };
  const close = () => route.patch({ object: undefined, dir: undefined });
  const ask = (name: string, move: boolean) => setCopying({ from: { ...place, name }, move });
  const detail = () => {
    if (object !== undefined) {
      return (
        <ObjectPane
          of={{ ...place, name: object }}
          onClose={close}
          onMove={() => ask(object, true)}
          onCopy={() => ask(object, false)}
          onDelete={() => void onDelete([itemId(object)])}
        />
      );
    }
    if (dir !== undefined) {
      return (
        <FolderPane
          folder={dir}
          separator={SEPARATOR}
          items="objects"
          onOpen={() => openFolder(dir)}
          onDelete={() => void onDelete([folderId(dir)])}
          onClose={close}
        />
      );
    }
    return narrow ? undefined : <NoObjectChosen container={current} />;
  };
  const shown = detail();
  return (
    <FileTarget
      className={styles["items"]}
      target={folder === "" ? current.name : `${current.name}/${folder}`}
      onFiles={(files) => void upload(files)}
    >
      <div className={styles["bar"]}>
        {narrow && <ContainerSelect of={of} current={current} onChoose={onChoose} />}
        <input
          data-find
          type="search"
          aria-label="Search objects"
          placeholder={folder === "" ? "Search objects" : `Search in ${folder}`}
          spellCheck={false}
          value={search}
          onChange={(event) => route.patch({ search: event.target.value })}
        />
        <button
          type="button"
          className="icon"
          aria-label="Show folders"
          title="Show names with slashes as folders"
          aria-pressed={inFolders}
          onClick={toggleFolders}
        >
          <FolderTree size={14} aria-hidden />
        </button>
        <button type="button" onClick={() => void chooseFiles().then(upload)}>
          <Upload size={14} aria-hidden /> Upload
        </button>
        <ContainerMenu container={current} onNew={onNew} onGone={() => route.go(["blobs"])} />
      </div>
      {inFolders && folder !== "" && (
        <FolderCrumbs place={current.name} folder={folder} separator={SEPARATOR} onOpen={openFolder} />
      )}
      <div className={styles["content"]}>
        <Split
          name="objects"
          list={
            <ObjectGrid
              container={current}
              query={{ ...(inFolders ? { folder } : {}), separator: SEPARATOR, search }}
              chosen={chosen}
              onChoose={choose}
              onOpenFolder={openFolder}
              onUp={() => openFolder(parentOf(folder, SEPARATOR), folder)}
              onRename={({ name }) => ask(name, true)}
              onDelete={(ids, next) => void onDelete(ids, next)}
              empty={<NoObjects container={current} folder={folder} search={search} />}
            />
          }
          detail={shown && <div className={styles["none"]}>{shown}</div>}
        />
      </div>
      <TransferList />
      <CopyDialog
        asked={copying}
        of={of}
        onClose={() => setCopying(undefined)}
        onDone={(to) => {
          setCopying(undefined);
          const { path: there, params: at } = objectPlace(to);
          if (to.container === current.name) route.patch(at);
          else route.go(there, at);
        }}
      />
    </FileTarget>
  );
}
