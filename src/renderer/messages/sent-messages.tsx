import { RotateCcw } from "lucide-react";
import { useState } from "react";
import type { MessageView } from "../../shared/model.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { moment } from "../format/moment.ts";
import { KeptList } from "../list/kept-list.tsx";
import styles from "../list/kept-list.module.css";
import { briefBytes } from "../viewers/brief-value.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { editMessage, sendMessageAgain } from "./message-actions.ts";

const PAGE = 40;
const ROW_BODY_BYTES = 200;

/** Messages a person sent before, from the record: found, opened to be edited, sent once more. */
export function SentMessages({ search }: { readonly search: string }) {
  const { api } = useWorkbench();
  const [pages, setPages] = useState(1);
  const limit = pages * PAGE;
  const words = search
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => `"${word.replaceAll(/["\\]/g, "\\$&")}"`);
  const filter = ["from:you", "-kind:reply", ...words].join(" ");
  const loaded = useLoaded(`sent ${filter} ${limit}`, () => api.messages({ filter, limit, bodyBytes: ROW_BODY_BYTES }));
  useStudioEvent("messages-changed", (changed) => {
    if (changed.some(({ from }) => from.kind === "person")) loaded.reload();
  });
  useStudioEvent("messages-cleared", loaded.reload);
  // While other words are looked for, the list stays as it is.
  const [shown, setShown] = useState<readonly MessageView[]>();
  if (loaded.value !== undefined && loaded.value !== shown) setShown(loaded.value);
  const rows = loaded.value ?? shown;
  const empty =
    search === "" ? "Messages you send are kept with the project, to send them again." : "No message has these words.";
  return (
    <KeptList
      label="Sent messages"
      items={rows}
      error={loaded.error?.message}
      empty={empty}
      row={(row) => <Row key={row.id} row={row} />}
      onMore={rows !== undefined && rows.length >= limit ? () => setPages(pages + 1) : undefined}
    />
  );
}

function Row({ row }: { readonly row: MessageView }) {
  const workbench = useWorkbench();
  const { id, at, kind, subject, body } = row;
  return (
    <li className={styles["row"]}>
      <button
        type="button"
        className={styles["open"]}
        title="Open it to edit and send"
        onClick={() => void editMessage(workbench, id)}
      >
        <span className="mono dim">{moment(at)}</span>
        <span className="cut">
          <span className="mono">{subject}</span> <span className="dim">{briefBytes(body)}</span>
        </span>
        <span className="dim">{kind}</span>
      </button>
      <button
        type="button"
        className="quiet icon"
        aria-label="Again, as it was"
        title="Again, as it was"
        onClick={() => void sendMessageAgain(workbench, id)}
      >
        <RotateCcw size={12} aria-hidden />
      </button>
      <span />
    </li>
  );
}
