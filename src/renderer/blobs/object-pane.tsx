import { Copy, Download, PencilLine, Trash2, X } from "lucide-react";
import type { ObjectDetail, ObjectRef } from "../../shared/blob-model.ts";
import { StudioError } from "../../shared/errors.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { TabBar } from "../design/tab-bar.tsx";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { moment } from "../format/moment.ts";
import { byteSize } from "../format/quantity.ts";
import { KeyHistory } from "../keyvalue/key-history.tsx";
import pane from "../keyvalue/value-pane.module.css";
import { Writer } from "../keyvalue/writer.tsx";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { concerns } from "./concerns.ts";
import { ObjectFacts } from "./object-facts.tsx";
import { lastPart } from "./object-place.ts";
import { ObjectPreview } from "./object-preview.tsx";

interface ObjectPaneProps {
  readonly of: ObjectRef;
  readonly onClose: () => void;
  readonly onMove: () => void;
  readonly onCopy: () => void;
  readonly onDelete: () => void;
}

/** One object: what is in it, who wrote it, its history, and what can be done with it. */
export function ObjectPane({ of, ...acts }: ObjectPaneProps) {
  const { api, route } = useWorkbench();
  const { params } = useRoute();
  const loaded = useLoaded(`object.${JSON.stringify([of.backend, of.container, of.name])}`, () => api.object(of));
  useStudioEvent("state-changed", (changed) => {
    if (changed.some((each) => concerns(each, of))) loaded.reload();
  });
  const gone = loaded.error instanceof StudioError && loaded.error.code === "state-not-found";
  const object = gone ? undefined : loaded.value;
  const preview = () => {
    if (gone) {
      return (
        <Empty title="There is no such object any more">
          It was deleted or moved. Its history shows by whom, and what was in it.
        </Empty>
      );
    }
    if (object !== undefined) return <ObjectPreview object={object} />;
    return loaded.error === undefined ? (
      <Loading label="Reading the object" />
    ) : (
      <Failed title="The object could not be read" error={loaded.error.message} onRetry={loaded.reload} />
    );
  };
  return (
    <section className={pane["pane"]} aria-label="Chosen object">
      <Head of={of} object={object} {...acts} />
      <TabBar
        label="About this object"
        selected={params["tab"] ?? "preview"}
        onSelect={(tab) => route.patch({ tab: tab === "preview" ? undefined : tab })}
        tabs={[
          { id: "preview", label: "Preview", panel: preview },
          {
            id: "history",
            label: "History",
            panel: () => (
              <KeyHistory
                of={{ backend: of.backend, kind: "container", bucket: of.container, key: of.name }}
                noun="object"
                withBefore
              />
            ),
          },
          { id: "details", label: "Details", panel: () => <ObjectFacts of={of} object={object} gone={gone} /> },
        ]}
      />
    </section>
  );
}

function Head({ of, object, ...acts }: ObjectPaneProps & { readonly object: ObjectDetail | undefined }) {
  const { transfers } = useWorkbench();
  return (
    <div className={pane["head"]}>
      <div className={pane["title"]}>
        <h2 className="mono" title={of.name}>
          {lastPart(of.name)}
        </h2>
        <CopyButton label="Copy name" text={() => of.name} />
        <button type="button" className="quiet icon" aria-label="Close the object" onClick={acts.onClose}>
          <X size={14} aria-hidden />
        </button>
      </div>
      {object !== undefined && (
        <>
          <div className={pane["facts"]}>
            <span>{byteSize(object.size)}</span>
            <span>version {object.version}</span>
            <span>{moment(object.updated)}</span>
            <Writer writer={object.writer} version={object.version} />
          </div>
          <div className={pane["acts"]}>
            <button type="button" className="small" onClick={() => void transfers.download(of, object)}>
              <Download size={12} aria-hidden /> Download
            </button>
            <button type="button" className="small" title="F2" onClick={acts.onMove}>
              <PencilLine size={12} aria-hidden /> Rename or move
            </button>
            <button type="button" className="small" onClick={acts.onCopy}>
              <Copy size={12} aria-hidden /> Copy
            </button>
            <button type="button" className="small" onClick={acts.onDelete}>
              <Trash2 size={12} aria-hidden /> Delete
            </button>
          </div>
        </>
      )}
    </div>
  );
}
