import { useCallback, useEffect, useState } from "react";
import { ListTree, Send } from "lucide-react";
import { FilterField } from "../activity/invocation-filter.tsx";
import { TabBar } from "../design/tab-bar.tsx";
import { SideSplit } from "../layout/side-split.tsx";
import { Split, useNarrow } from "../layout/split.tsx";
import { ExportMenu } from "../list/export-menu.tsx";
import { keep, readKept } from "../store/kept-in-browser.ts";
import { useStore } from "../store/value-store.ts";
import { useProject, useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { ComposePane } from "./compose-pane.tsx";
import { clearMessages, composeMessage } from "./message-actions.ts";
import { MessageDetailPane } from "./message-detail.tsx";
import { messageExport } from "./message-export.ts";
import { MessageGrid } from "./message-grid.tsx";
import { filterTerm, messageFilterKeys } from "./message-words.ts";
import styles from "./messages-view.module.css";
import { SubjectTree } from "./subject-tree.tsx";
import { SubscriptionTable } from "./subscription-table.tsx";
import { SaveTemplateDialog } from "./template-dialogs.tsx";
import { useBuses, useSubscriptions } from "./use-messaging.ts";

/** What goes over the project's brokers, live; who listens; and a form to send something oneself. */
export function MessagesView({ tab }: { readonly tab: string | undefined }) {
  const workbench = useWorkbench();
  const { route } = workbench;
  const subscriptions = useSubscriptions();
  return (
    <TabBar
      label="Messages"
      tabs={[
        { id: "traffic", label: "Traffic", panel: () => <Traffic /> },
        {
          id: "subscriptions",
          label: "Subscriptions",
          count: subscriptions.value?.length,
          panel: () => <SubscriptionTable subscriptions={subscriptions} />,
        },
      ]}
      selected={tab === "subscriptions" ? tab : "traffic"}
      onSelect={(id) => route.go(id === "traffic" ? ["messages"] : ["messages", id])}
      end={
        <button type="button" className="small" onClick={() => composeMessage(workbench)}>
          <Send size={12} aria-hidden /> Publish…
        </button>
      }
    />
  );
}

function Traffic() {
  const workbench = useWorkbench();
  const { messages, route } = workbench;
  const { params } = useRoute();
  const list = useStore(messages);
  const [follow, setFollow] = useState(params["msg"] === undefined);
  const suggestions = useSuggestions();
  const [tree, toggleTree] = useTreeShown();
  const filter = params["filter"] ?? "";
  const asked = params["msg"];
  const chosen = asked !== undefined && /^[1-9]\d{0,15}$/.test(asked) ? Number(asked) : undefined;
  const [shown, setShown] = useState(chosen);
  if (chosen !== shown) {
    setShown(chosen);
    // A link led to one: it is to be seen, not the newest.
    if (chosen !== undefined) setFollow(false);
  }
  useEffect(() => messages.setFilter(filter), [messages, filter]);
  const choose = useCallback(
    (id: number | undefined) => {
      if (id !== undefined) setFollow(false);
      route.patch({ msg: id === undefined ? undefined : String(id), compose: undefined });
    },
    [route],
  );
  return (
    <div className={styles["view"]}>
      <div className={styles["bar"]}>
        <button
          type="button"
          className="icon"
          aria-label="Show subjects"
          title="Show subjects as a tree"
          aria-pressed={tree}
          onClick={toggleTree}
        >
          <ListTree size={14} aria-hidden />
        </button>
        <FilterField
          label="Filter messages"
          words="Words look into the subject, the body and what went wrong."
          keys={messageFilterKeys}
          suggestions={suggestions}
          filter={filter}
          onChange={(next) => route.patch({ filter: next })}
        />
        <button
          type="button"
          aria-pressed={follow}
          title="Stay at the newest message"
          onClick={() => setFollow(!follow)}
        >
          Live
        </button>
        <button
          type="button"
          title="Delete all messages; subscriptions and state stay"
          onClick={() => void clearMessages(workbench)}
        >
          Clear
        </button>
        <ExportMenu what="messages" of={() => messageExport(workbench, filter)} />
      </div>
      <SideSplit name="subjects" width={212} side={tree ? <SubjectTree /> : undefined}>
        <Split
          name="messages"
          detailSize={46}
          detailSizeBelow={64}
          list={
            <MessageGrid list={list} chosen={chosen} follow={follow} onFollowChange={setFollow} onChoose={choose} />
          }
          detail={
            params["compose"] !== undefined ? (
              <ComposePane />
            ) : chosen === undefined ? undefined : (
              <MessageDetailPane key={chosen} id={chosen} />
            )
          }
        />
      </SideSplit>
      <SaveTemplateDialog />
    </div>
  );
}

/** Beside a wide list unless it was hidden; where there is little room only when it was asked for. */
function useTreeShown(): readonly [shown: boolean, toggle: () => void] {
  const narrow = useNarrow();
  const kept = `messages.subjects.${narrow ? "narrow" : "wide"}`;
  const [asked, setAsked] = useState<Readonly<Record<string, boolean>>>({});
  const shown = asked[kept] ?? readKept(kept, (raw) => (typeof raw === "boolean" ? raw : undefined)) ?? !narrow;
  const toggle = () => {
    keep(kept, !shown);
    setAsked({ ...asked, [kept]: !shown });
  };
  return [shown, toggle];
}

function useSuggestions(): readonly string[] {
  const components = useProject()?.components ?? [];
  const patterns = new Set((useSubscriptions().value ?? []).map(({ subject }) => subject));
  const buses = useBuses().value ?? [];
  return [
    ...[...patterns].map((pattern) => filterTerm("subject", pattern)),
    ...components.flatMap(({ name }) => [filterTerm("from", name), filterTerm("to", name)]),
    "from:you",
    ...["publish", "request", "reply"].map((kind) => `kind:${kind}`),
    ...(buses.length > 1 ? buses.map(({ name }) => filterTerm("bus", name)) : []),
  ];
}
