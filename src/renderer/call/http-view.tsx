import { Send, X } from "lucide-react";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Loading } from "../design/view-state.tsx";
import { Split } from "../layout/split.tsx";
import { useStore } from "../store/value-store.ts";
import { CodeEditor } from "../viewers/code-editor.tsx";
import { isJson } from "../viewers/detect-viewer.ts";
import { useProject, useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { fetchText } from "./fetch-text.ts";
import { HeaderFields } from "./header-fields.tsx";
import { defaultDraft, type HttpDraft, httpComponents, toCurl, toRequest } from "./http-draft.ts";
import styles from "./http-view.module.css";
import { ReplyPane } from "./reply-pane.tsx";
import { CallHistoryList } from "./call-history-list.tsx";
import { draftOfEntry } from "./history-entry.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** Composes a request for a component, sends it and shows what came back. */
export function HttpView() {
  const { api, requests, route } = useWorkbench();
  const project = useProject();
  const { params } = useRoute();
  // Redrawn when the last request of the record arrives, which is the draft to begin with.
  const { draft: written } = useStore(requests);
  const start = written ?? requests.next();
  const wished = params["component"];
  const draft = start !== undefined && wished !== undefined ? { ...start, component: wished } : start;
  const compose = (next: HttpDraft) => {
    requests.compose(next);
    // From now on the draft says which component it is for.
    if (wished !== undefined) route.patch({ component: undefined });
  };
  if (project === undefined) return <Loading label="Reading the project" />;
  const components = httpComponents(project);
  if (draft === undefined || components.length === 0) return <NoHttp />;
  return (
    <Split
      name="http"
      detailSize={55}
      detailSizeBelow={42}
      list={
        <div className={styles["left"]}>
          <Composer draft={draft} components={components} onChange={compose} />
          <CallHistoryList
            scope={scope}
            label="Sent requests"
            empty="Requests you send from here are kept with the project, to send them again."
            rowText={({ title }) => title}
            onOpen={async (entry) => compose(await draftOfEntry(api, entry))}
            onAgain={async (entry) => void (await requests.send(await draftOfEntry(api, entry)).catch(() => undefined))}
          />
        </div>
      }
      detail={<ReplyPane />}
    />
  );
}

const scope = { kind: "http" } as const;

interface ComposerProps {
  readonly draft: HttpDraft;
  readonly components: readonly string[];
  readonly onChange: (draft: HttpDraft) => void;
}

function Composer({ draft, components, onChange }: ComposerProps) {
  const { requests } = useWorkbench();
  const project = useProject();
  const { sending } = useStore(requests);
  const send = () => {
    // What went wrong is shown where the response would be.
    requests.send(draft).catch(() => undefined);
  };
  const base = project?.triggers.find((trigger) =>
    trigger.routes.some((route) => route.component === draft.component),
  )?.url;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter sends from any field
    <form
      className={styles["composer"]}
      aria-label="Request"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        send();
      }}
    >
      <div className={styles["line"]}>
        <select
          aria-label="Component"
          value={draft.component}
          onChange={(event) => onChange({ ...draft, component: event.target.value })}
        >
          {components.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <select
          aria-label="Method"
          value={draft.method}
          onChange={(event) => onChange({ ...draft, method: event.target.value })}
        >
          {[...new Set([...methods, draft.method])].map((method) => (
            <option key={method}>{method}</option>
          ))}
        </select>
        <input
          data-find
          aria-label="Path and query"
          className="mono"
          spellCheck={false}
          value={draft.target}
          onChange={(event) => onChange({ ...draft, target: event.target.value })}
        />
        {/* Keys: as one element, the button that cancels would become the one that submits before its click is through. */}
        {sending !== undefined ? (
          <button key="cancel" type="button" onClick={() => requests.cancel()}>
            <X size={14} aria-hidden /> Cancel
          </button>
        ) : (
          <button key="send" type="submit" className="primary" title="Ctrl Enter">
            <Send size={14} aria-hidden /> Send
          </button>
        )}
      </div>
      <HeaderFields headers={draft.headers} onChange={(headers) => onChange({ ...draft, headers })} />
      <div className={styles["body"]}>
        <div className={styles["caption"]}>
          <span>Body</span>
          {base !== undefined && (
            <span className={styles["copies"]}>
              <CopyButton label="Copy as cURL" withText text={() => toCurl(draft, base)} />
              <CopyButton label="Copy as fetch" withText text={() => fetchText(toRequest(draft), base)} />
            </span>
          )}
        </div>
        <div className={styles["editor"]}>
          <CodeEditor
            label="Request body"
            language={looksLikeJson(draft) ? "json" : "text"}
            text={draft.body}
            onChange={(body) => onChange({ ...draft, body })}
            onSubmit={send}
          />
        </div>
      </div>
    </form>
  );
}

/** By its content type where one is written, else by what it is. */
function looksLikeJson({ headers, body }: HttpDraft): boolean {
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  return type === undefined ? body !== "" && isJson(body) : type.includes("json");
}

function NoHttp() {
  const { route } = useWorkbench();
  const project = useProject();
  const first = project?.components[0];
  return (
    <Empty
      title="No component answers HTTP"
      action={
        first !== undefined && (
          <button type="button" onClick={() => route.go(["component", first.name], { tab: "exports" })}>
            See what {first.name} exports
          </button>
        )
      }
    >
      Requests are composed and sent here once a component exports wasi:http/incoming-handler and has linked.
      {project !== undefined && defaultDraft(project) === undefined && " None of this project does."}
    </Empty>
  );
}
