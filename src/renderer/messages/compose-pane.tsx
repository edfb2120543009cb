import { BookmarkPlus, Send, X } from "lucide-react";
import { useId } from "react";
import { DraftField } from "../keyvalue/draft-field.tsx";
import { useStore } from "../store/value-store.ts";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./compose-pane.module.css";
import { KeptMessages } from "./kept-messages.tsx";
import { type MessageDraft, emptyDraft, faultsOf } from "./message-draft.ts";
import { receiverWords, subjectFor } from "./message-words.ts";
import { NoSubscriber } from "./no-subscriber.tsx";
import { SentResult } from "./sent-result.tsx";
import { useBuses, useSubscriptions } from "./use-messaging.ts";

/** What `wash dev` subscribes a handler to: the subject to begin with where nothing else listens. */
const FIRST_SUBJECT = "wasmcloud.dev";

/** A message is written, sent, and what became of it is shown. */
export function ComposePane() {
  const { composer, route } = useWorkbench();
  const { draft: written } = useStore(composer);
  const buses = useBuses().value ?? [];
  const subscriptions = useSubscriptions().value ?? [];
  const first = subscriptions[0];
  const draft =
    written ??
    emptyDraft(first?.backend ?? buses[0]?.name ?? "", first === undefined ? FIRST_SUBJECT : subjectFor(first.subject));
  return (
    <section className={styles["pane"]} aria-label="Send a message">
      <div className={styles["title"]}>
        <h2>Send a message</h2>
        <button
          type="button"
          className="small"
          title="Keep what is in the form under a name"
          disabled={Object.keys(faultsOf(draft)).length > 0}
          onClick={() => composer.askName(draft)}
        >
          <BookmarkPlus size={12} aria-hidden /> Save as template
        </button>
        <button
          type="button"
          className="quiet icon"
          aria-label="Close the form"
          onClick={() => route.patch({ compose: undefined })}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      <Form draft={draft} buses={buses.map(({ name }) => name)} onChange={(next) => composer.compose(next)} />
      <SentResult />
      <KeptMessages />
    </section>
  );
}

interface FormProps {
  readonly draft: MessageDraft;
  readonly buses: readonly string[];
  readonly onChange: (draft: MessageDraft) => void;
}

const kinds = [
  { kind: "publish", label: "Publish", meaning: "Nobody waits for an answer" },
  { kind: "request", label: "Request", meaning: "Waits for one reply" },
] as const;

function Form({ draft, buses, onChange }: FormProps) {
  const { composer } = useWorkbench();
  const { params } = useRoute();
  const { sending } = useStore(composer);
  const subjects = useKnownSubjects(draft.bus);
  const listId = useId();
  const faults = faultsOf(draft);
  const fault = Object.values(faults)[0];
  const { bus, kind, subject, replyTo, timeoutMs, body } = draft;
  const send = () => {
    if (fault === undefined) void composer.send(draft);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter sends from any field
    <form
      className={styles["form"]}
      aria-label="Message"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.defaultPrevented || event.key !== "Enter" || event.shiftKey || !(event.ctrlKey || event.metaKey))
          return;
        event.preventDefault();
        send();
      }}
    >
      <div className={styles["line"]}>
        <fieldset className={styles["kinds"]} aria-label="Way of sending">
          {kinds.map((each) => (
            <button
              key={each.kind}
              type="button"
              className="small"
              aria-pressed={kind === each.kind}
              title={each.meaning}
              onClick={() => onChange({ ...draft, kind: each.kind })}
            >
              {each.label}
            </button>
          ))}
        </fieldset>
        {(buses.length > 1 || !buses.includes(bus)) && (
          <select aria-label="Bus" value={bus} onChange={(event) => onChange({ ...draft, bus: event.target.value })}>
            {[...new Set([...buses, bus])].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
        {kind === "publish" ? (
          <label className={styles["small"]}>
            Reply to
            <input
              className="mono"
              placeholder="none"
              spellCheck={false}
              aria-invalid={faults.replyTo !== undefined}
              value={replyTo}
              onChange={(event) => onChange({ ...draft, replyTo: event.target.value.trim() })}
            />
          </label>
        ) : (
          <label className={styles["small"]}>
            Timeout, ms
            <input
              className="mono"
              inputMode="numeric"
              spellCheck={false}
              aria-invalid={faults.timeoutMs !== undefined}
              value={timeoutMs}
              onChange={(event) => onChange({ ...draft, timeoutMs: event.target.value.trim() })}
            />
          </label>
        )}
      </div>
      <div className={styles["line"]}>
        <input
          // The form was opened to write this; a link to a filled form comes with `compose`, too.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={params["compose"] !== undefined}
          aria-label="Subject"
          className="mono"
          placeholder="Subject"
          list={listId}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={faults.subject !== undefined}
          value={subject}
          onChange={(event) => onChange({ ...draft, subject: event.target.value.trim() })}
        />
        <datalist id={listId}>
          {subjects.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </datalist>
        {/* Keys: as one element, the button that cancels would become the one that submits before its click is through. */}
        {sending?.kind === "request" ? (
          <button key="cancel" type="button" onClick={() => composer.cancel()}>
            <X size={14} aria-hidden /> Cancel
          </button>
        ) : (
          <button key="send" type="submit" className="primary" title="Ctrl Enter" disabled={fault !== undefined}>
            <Send size={14} aria-hidden /> {kind === "publish" ? "Publish" : "Request"}
          </button>
        )}
      </div>
      <Receivers draft={draft} onChange={onChange} />
      <div className={styles["body"]}>
        <DraftField
          label="Message body"
          draft={body}
          onChange={(next) => onChange({ ...draft, body: next })}
          onSubmit={send}
        />
      </div>
    </form>
  );
}

/** Who would get it, or why it cannot be sent: said while it is written. */
function Receivers({ draft, onChange }: Pick<FormProps, "draft" | "onChange">) {
  const { bus, subject } = draft;
  const subscriptions = useSubscriptions();
  const { subject: subjectFault, replyTo, timeoutMs, body } = faultsOf(draft);
  const faults = [
    ...(subjectFault === undefined ? [] : [`Subject: ${subjectFault}.`]),
    ...(replyTo === undefined ? [] : [`Reply to: ${replyTo}.`]),
    ...(timeoutMs === undefined ? [] : [`Timeout: ${timeoutMs}.`]),
    ...(body === undefined ? [] : [body]),
  ];
  const receivers = receiverWords(bus, subject, subscriptions.value ?? []);
  const nobody = subjectFault === undefined && subscriptions.value !== undefined && receivers.length === 0;
  return (
    <div className={styles["say"]}>
      <output>
        {faults.length > 0 ? (
          <span className="bad">{faults.join(" ")}</span>
        ) : nobody ? (
          <span className="warn">Nobody listens to this subject.</span>
        ) : (
          <span className="dim">Goes to {receivers.join(", ")}.</span>
        )}
      </output>
      {nobody && (
        <NoSubscriber
          bus={bus}
          subject={subject}
          onSubject={(toBus, to) => onChange({ ...draft, bus: toBus, subject: to })}
        />
      )}
    </div>
  );
}

const MAX_SUBJECTS = 30;

/** Subjects that somebody listens to, then those that were sent to last. */
function useKnownSubjects(bus: string): readonly string[] {
  const { messages } = useWorkbench();
  const { rows } = useStore(messages);
  const listened = (useSubscriptions().value ?? [])
    .filter(({ backend }) => backend === bus)
    .map(({ subject }) => subjectFor(subject));
  const sent = rows
    .slice(-500)
    .flatMap(({ kind, subject, backend }) => (kind === "reply" || backend !== bus ? [] : [subject]));
  return [...new Set([...listened, ...sent.toReversed()])].slice(0, MAX_SUBJECTS);
}
