import { Square, X } from "lucide-react";
import { StudioError } from "../../shared/errors.ts";
import type { InvocationDetail } from "../../shared/model.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { type TabSpec, TabBar } from "../design/tab-bar.tsx";
import { Failed, Loading } from "../design/view-state.tsx";
import { exactClock, fullMoment } from "../format/moment.ts";
import { counted, duration, shortDigest } from "../format/quantity.ts";
import { openMessage } from "../messages/message-actions.ts";
import { RepeatBar } from "../repeat/repeat-bar.tsx";
import { openInvocation } from "../workbench/actions.ts";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { CausedList } from "./caused-list.tsx";
import { ChangeList } from "./change-list.tsx";
import { CopyInvocation } from "./copy-invocation.tsx";
import { HostCallPane } from "./host-call-pane.tsx";
import { HttpMessage } from "./http-message.tsx";
import styles from "./invocation-detail.module.css";
import { InvocationLogs } from "./invocation-logs.tsx";
import { NoInvocation } from "./no-invocation.tsx";
import { OutcomeMark } from "./outcome-mark.tsx";
import { TrapReport } from "./trap-report.tsx";
import { TypedCall } from "./typed-call.tsx";
import { useElapsed } from "./use-elapsed.ts";
import { useKill } from "./use-kill.ts";

/** All that is known of one invocation, beside the list. */
export function InvocationDetailPane({ id }: { readonly id: number }) {
  const { api, route } = useWorkbench();
  const { params } = useRoute();
  const detail = useLoaded(`invocation.${id}`, () => api.invocation(id));
  useStudioEvent("invocations-changed", (changed) => {
    if (changed.some((one) => one.id === id || (one.cause.kind === "invocation" && one.cause.id === id)))
      detail.reload();
  });
  const invocation = detail.value;
  if (invocation === undefined) {
    if (detail.error instanceof StudioError && detail.error.code === "request-invalid")
      return <NoInvocation name={String(id)} why={detail.error.message} />;
    return (
      <section className={styles["detail"]} aria-label="Invocation">
        {detail.error === undefined ? (
          <Loading label="Reading the invocation" />
        ) : (
          <Failed title={`Invocation ${id} could not be read`} error={detail.error.message} onRetry={detail.reload} />
        )}
      </section>
    );
  }
  const tabs = tabsOf(invocation);
  // Whoever follows a link to a host call wants to see that, not why it all ended.
  const first = params["call"] === undefined ? (tabs[0]?.id ?? "calls") : "calls";
  const wished = params["tab"] ?? first;
  const selected = tabs.some((tab) => tab.id === wished) ? wished : first;
  return (
    <section className={styles["detail"]} aria-label="Invocation">
      <Head invocation={invocation} />
      <TabBar
        label="About this invocation"
        tabs={tabs}
        selected={selected}
        onSelect={(tab) => route.patch({ tab: tab === first ? undefined : tab })}
      />
    </section>
  );
}

function tabsOf(invocation: InvocationDetail): readonly TabSpec[] {
  const { request, response, trap } = invocation;
  return [
    ...(trap === undefined
      ? []
      : [{ id: "trap", label: "Trap", panel: () => <TrapReport invocation={invocation} trap={trap} /> }]),
    { id: "calls", label: "Host calls", panel: () => <HostCallPane invocation={invocation} /> },
    {
      id: "changes",
      label: "Changes",
      count: invocation.changed.length,
      panel: () => <ChangeList changes={invocation.changed} />,
    },
    ...(invocation.kind === "http"
      ? [
          {
            id: "request",
            label: "Request",
            panel: () => <HttpMessage message={request} what="Request" running={false} />,
          },
          {
            id: "response",
            label: "Response",
            panel: () => <HttpMessage message={response} what="Response" running={invocation.outcome === undefined} />,
          },
        ]
      : [{ id: "typed", label: "Arguments and result", panel: () => <TypedCall invocation={invocation} /> }]),
    { id: "logs", label: "Logs", count: invocation.logs, panel: () => <InvocationLogs invocation={invocation} /> },
    ...(invocation.caused.length === 0
      ? []
      : [
          {
            id: "caused",
            label: "Caused",
            count: invocation.caused.length,
            panel: () => <CausedList of={invocation.id} caused={invocation.caused} />,
          },
        ]),
  ];
}

function Head({ invocation }: { readonly invocation: InvocationDetail }) {
  const workbench = useWorkbench();
  const kill = useKill();
  const running = invocation.outcome === undefined;
  const elapsed = useElapsed(invocation.startedAt, running);
  const { cause } = invocation;
  const by = cause.kind === "message" ? cause.by : undefined;
  return (
    <div className={styles["head"]}>
      <div className={styles["title"]}>
        <h2 className="cut" title={invocation.title}>
          {invocation.title}
        </h2>
        {running && (
          <button type="button" className="small bad" onClick={() => void kill(invocation.id)}>
            <Square size={10} fill="currentColor" aria-hidden /> Kill
          </button>
        )}
        <CopyInvocation invocation={invocation} />
        <button
          type="button"
          className="quiet icon"
          aria-label="Close the invocation"
          onClick={() => workbench.route.patch({ inv: undefined, call: undefined, tab: undefined })}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      <div className={styles["facts"]}>
        <OutcomeMark of={invocation} long />
        <span>
          <button
            type="button"
            className={styles["plain"]}
            onClick={() => workbench.route.go(["component", invocation.component])}
          >
            {invocation.component}
          </button>{" "}
          · build <span className="mono">{shortDigest(invocation.build)}</span>
        </span>
        <span className={styles["figure"]} title={timeSplit(invocation)}>
          {duration(invocation.durationMs ?? elapsed)}
        </span>
        <span>{counted(invocation.calls, "host call")}</span>
        <span>{counted(invocation.changes, "change")}</span>
        <span className={styles["figure"]} title={fullMoment(invocation.startedAt)}>
          {exactClock(invocation.startedAt)}
        </span>
        {cause.kind === "invocation" ? (
          <button type="button" className="link" onClick={() => openInvocation(workbench, cause.id)}>
            caused by {cause.id}
          </button>
        ) : cause.kind === "message" ? (
          <span>
            for{" "}
            <button type="button" className="link" onClick={() => openMessage(workbench, cause.message)}>
              message {cause.message}
            </button>
            {by !== undefined && (
              <>
                {" of "}
                <button type="button" className="link" onClick={() => openInvocation(workbench, by)}>
                  invocation {by}
                </button>
              </>
            )}
          </span>
        ) : (
          <span>{causeText(cause)}</span>
        )}
      </div>
      {!running && <RepeatBar invocation={invocation} />}
      {invocation.reason !== undefined && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
        <pre className={styles["reason"]} tabIndex={0}>
          {invocation.reason}
        </pre>
      )}
    </div>
  );
}

function timeSplit({ guestMs, hostMs, instantiateMs }: InvocationDetail): string | undefined {
  const parts = [
    ...(instantiateMs === undefined ? [] : [`${duration(instantiateMs)} to make its instance`]),
    ...(guestMs === undefined ? [] : [`${duration(guestMs)} in the guest`]),
    ...(hostMs === undefined ? [] : [`${duration(hostMs)} in the host`]),
  ];
  return parts.length === 0 ? undefined : parts.join(", ");
}

function causeText(cause: Exclude<InvocationDetail["cause"], { kind: "invocation" | "message" }>): string {
  switch (cause.kind) {
    case "person":
      return `by hand, ${cause.via.replace("-", " ")}`;
    case "request":
      return `from ${cause.client}`;
    case "reload":
      return "when its build was tried";
  }
}
