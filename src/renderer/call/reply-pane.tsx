import { Download } from "lucide-react";
import type { HttpReplyView } from "../../shared/contract.ts";
import { HeaderList } from "../activity/http-message.tsx";
import { statusText, statusTone } from "../activity/outcome-look.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { byteSize, duration } from "../format/quantity.ts";
import { download } from "../keyvalue/read-whole.ts";
import { useStore } from "../store/value-store.ts";
import { decodeUtf8 } from "../viewers/utf8.ts";
import { ValueViewer } from "../viewers/value-viewer.tsx";
import { openInvocation } from "../workbench/actions.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { bodyFileName } from "./body-file-name.ts";
import styles from "./http-view.module.css";

function Waiting() {
  const { requests } = useWorkbench();
  const project = useProject();
  const waits = project === undefined ? undefined : requests.waitsFor();
  if (waits === undefined) return <Loading label="Waiting for the response" />;
  return (
    <Empty
      title={`Waiting for the first build of ${waits.component}`}
      action={
        <button type="button" onClick={() => requests.cancel()}>
          Cancel
        </button>
      }
    >
      It is {waits.state}. The request goes out as soon as it is ready, and appears in Activity then.
    </Empty>
  );
}

/** The body for elsewhere; of one that is too long to be kept, its beginning. */
function BodyActs({ reply, target }: { readonly reply: HttpReplyView; readonly target: string }) {
  const { kept, total } = reply.body;
  const text = decodeUtf8(kept);
  const part = kept.length < total ? `the first ${byteSize(kept.length)}` : "body";
  return (
    <span className={styles["bodyActs"]}>
      {text !== undefined && <CopyButton label={`Copy ${part}`} text={() => text} />}
      <button
        type="button"
        className="quiet icon"
        aria-label={`Download ${part}`}
        title={`Download ${part}`}
        onClick={() => download(kept, bodyFileName(target, reply.headers))}
      >
        <Download size={14} aria-hidden />
      </button>
    </span>
  );
}

/** What the last request brought. */
export function ReplyPane() {
  const workbench = useWorkbench();
  const { reply, error, sending, draft } = useStore(workbench.requests);
  if (sending !== undefined) return <Waiting />;
  if (error !== undefined) return <Failed title="No response" error={error} />;
  if (reply === undefined) {
    return (
      <Empty title="No response yet">
        Send the request: status, headers and body appear here, with the way to everything it did.
      </Empty>
    );
  }
  const { invocation } = reply;
  return (
    <section className={styles["reply"]} aria-label="Response">
      <div className={styles["replyHead"]}>
        <h2 className={statusTone(reply.status)}>{statusText(reply.status)}</h2>
        <span className="dim">{duration(reply.durationMs)}</span>
        {invocation !== undefined && (
          <button type="button" className="link" onClick={() => openInvocation(workbench, invocation)}>
            See what invocation {invocation} did
          </button>
        )}
        {reply.body.total > 0 && <BodyActs reply={reply} target={draft?.target ?? ""} />}
      </div>
      <div className={styles["replyHeaders"]}>
        <HeaderList label="Response headers" headers={reply.headers} />
      </div>
      {reply.body.total === 0 ? (
        <p className={styles["none"]}>No body.</p>
      ) : (
        <ValueViewer label="Response body" value={reply.body} />
      )}
    </section>
  );
}
