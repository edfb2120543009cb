import { Download, Pencil, TextCursorInput, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { KeyRef } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { ValueView, VersionId } from "../../shared/model.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { TabBar } from "../design/tab-bar.tsx";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { moment } from "../format/moment.ts";
import { byteSize } from "../format/quantity.ts";
import { formatHex } from "../viewers/hex.ts";
import { decodeUtf8 } from "../viewers/utf8.ts";
import { ValueViewer } from "../viewers/value-viewer.tsx";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { KeyHistory } from "./key-history.tsx";
import { download, readWhole } from "./read-whole.ts";
import { ValueEditor } from "./value-editor.tsx";
import styles from "./value-pane.module.css";
import { Writer } from "./writer.tsx";

/** Larger values are looked at and downloaded, not edited by hand. */
const MAX_EDIT_BYTES = 1024 * 1024;

interface ValuePaneProps {
  readonly of: KeyRef;
  /** As it is shown. */
  readonly onRename: (version: VersionId) => void;
  readonly onDelete: () => void;
}

/** One key: its value, who wrote it, its history, and the way to change it. */
export function ValuePane({ of, onRename, onDelete }: ValuePaneProps) {
  const { api, route } = useWorkbench();
  const { params } = useRoute();
  const [editing, setEditing] = useState<{ base: ValueView; bytes: Uint8Array }>();
  const value = useLoaded(`value.${of.backend}.${of.bucket}.${of.key}`, () => api.value(of));
  useStudioEvent("state-changed", (changed) => {
    if (changed.some((each) => each.backend === of.backend && each.bucket === of.bucket)) value.reload();
  });
  const gone = value.error instanceof StudioError && value.error.code === "state-not-found";
  const current = gone ? undefined : value.value;
  return (
    <section className={styles["pane"]} aria-label="Chosen key">
      <Head
        of={of}
        value={current}
        onEdit={(base, bytes) => setEditing({ base, bytes })}
        onRename={onRename}
        onDelete={onDelete}
        editing={editing !== undefined}
      />
      {editing !== undefined ? (
        <ValueEditor
          of={of}
          base={editing.base}
          bytes={editing.bytes}
          newest={current}
          onDone={() => {
            setEditing(undefined);
            value.reload();
          }}
        />
      ) : (
        <TabBar
          label="About this key"
          selected={params["tab"] ?? "value"}
          onSelect={(tab) => route.patch({ tab: tab === "value" ? undefined : tab })}
          tabs={[
            {
              id: "value",
              label: "Value",
              panel: () => <Value value={current} gone={gone} error={value.error} onRetry={value.reload} />,
            },
            { id: "history", label: "History", panel: () => <KeyHistory of={of} /> },
          ]}
        />
      )}
    </section>
  );
}

interface ValueProps {
  readonly value: ValueView | undefined;
  readonly gone: boolean;
  readonly error: Error | undefined;
  readonly onRetry: () => void;
}

function Value({ value, gone, error, onRetry }: ValueProps) {
  const { api, toasts } = useWorkbench();
  const [whole, setWhole] = useState<{ version: number; bytes: Uint8Array }>();
  if (gone)
    return (
      <Empty title="There is no such key">
        It was deleted, or nobody has written it yet: its history shows by whom, and what was in it.
      </Empty>
    );
  if (value === undefined) {
    return error === undefined ? (
      <Loading label="Reading the value" />
    ) : (
      <Failed title="The value could not be read" error={error.message} onRetry={onRetry} />
    );
  }
  const kept = whole?.version === value.version ? whole.bytes : value.bytes;
  const readAll = () =>
    readWhole(api, value).then(
      (bytes) => setWhole({ version: value.version, bytes }),
      (reason: unknown) => toasts.failed("The rest could not be read.", reason),
    );
  return (
    <ValueViewer label="Value" value={{ kept, total: value.size }}>
      {kept.length < value.size && (
        <button type="button" className="small" onClick={() => void readAll()}>
          Read all {byteSize(value.size)}
        </button>
      )}
    </ValueViewer>
  );
}

interface HeadProps extends ValuePaneProps {
  readonly value: ValueView | undefined;
  readonly editing: boolean;
  readonly onEdit: (base: ValueView, bytes: Uint8Array) => void;
}

function Head({ of, value, editing, onEdit, onRename, onDelete }: HeadProps) {
  const { api, toasts, route } = useWorkbench();
  const withWhole = (use: (bytes: Uint8Array, from: ValueView) => void) => {
    if (value === undefined) return;
    readWhole(api, value).then(
      (bytes) => use(bytes, value),
      (error: unknown) => toasts.failed("The value could not be read.", error),
    );
  };
  const tooLarge = value !== undefined && value.size > MAX_EDIT_BYTES;
  return (
    <div className={styles["head"]}>
      <div className={styles["title"]}>
        <h2 className="mono" title={of.key}>
          {of.key}
        </h2>
        <CopyButton label="Copy key" text={() => of.key} />
        <button
          type="button"
          className="quiet icon"
          aria-label="Close the value"
          onClick={() => route.patch({ key: undefined })}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      {value !== undefined && (
        <>
          <div className={styles["facts"]}>
            <span>{byteSize(value.size)}</span>
            <span>version {value.version}</span>
            <span>{moment(value.at)}</span>
            <Writer writer={value.writer} version={value.version} />
          </div>
          <div className={styles["acts"]}>
            <button
              type="button"
              className="small"
              disabled={editing || tooLarge}
              title={tooLarge ? `Values over ${byteSize(MAX_EDIT_BYTES)} are not edited by hand` : "Edit the value"}
              onClick={() => withWhole((bytes, from) => onEdit(from, bytes))}
            >
              <Pencil size={12} aria-hidden /> Edit
            </button>
            <CopyButton
              label="Copy value"
              withText="Copy"
              text={() => decodeUtf8(value.bytes) ?? formatHex(value.bytes)}
            />
            <button type="button" className="small" onClick={() => withWhole((bytes) => download(bytes, of.key))}>
              <Download size={12} aria-hidden /> Download
            </button>
            <button
              type="button"
              className="small"
              title="F2"
              disabled={editing}
              onClick={() => onRename(value.version)}
            >
              <TextCursorInput size={12} aria-hidden /> Rename
            </button>
            <button type="button" className="small" title="Del" disabled={editing} onClick={onDelete}>
              <Trash2 size={12} aria-hidden /> Delete
            </button>
          </div>
        </>
      )}
    </div>
  );
}
