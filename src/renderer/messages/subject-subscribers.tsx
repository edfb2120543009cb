import { Send } from "lucide-react";
import { useId } from "react";
import type { SubscriptionView } from "../../shared/model.ts";
import { patternCovers, patternsMeet, subjectMatches } from "../../shared/subject.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { composeMessage } from "./message-actions.ts";
import { emptyDraft } from "./message-draft.ts";
import { subjectFor } from "./message-words.ts";
import { isBranch, type SubjectChoice } from "./subject-filter.ts";
import styles from "./subject-subscribers.module.css";

/** Subscriptions that get whatever is sent there: to a subject, or to anything in a branch. */
export function subscribersOf(
  choice: SubjectChoice,
  subscriptions: readonly SubscriptionView[],
): readonly SubscriptionView[] {
  const matches = isBranch(choice) ? patternCovers : subjectMatches;
  return subscriptions.filter(({ backend, subject }) => backend === choice.backend && matches(subject, choice.pattern));
}

interface SubjectSubscribersProps {
  readonly choice: SubjectChoice;
  readonly subscriptions: readonly SubscriptionView[];
}

/** Who listens to what is chosen in the subject tree, with patterns and queue groups. */
export function SubjectSubscribers({ choice, subscriptions }: SubjectSubscribersProps) {
  const workbench = useWorkbench();
  const { backend, pattern } = choice;
  const title = useId();
  const whole: ReadonlySet<SubscriptionView> = new Set(subscribersOf(choice, subscriptions));
  const part = subscriptions.filter(
    (each) =>
      isBranch(choice) && each.backend === backend && !whole.has(each) && patternsMeet(each.subject, choice.pattern),
  );
  const groups = Map.groupBy([...whole, ...part], ({ subject, queue }) => JSON.stringify([subject, queue]));
  return (
    <section className={styles["box"]} aria-labelledby={title}>
      <div className={styles["head"]}>
        <h2 id={title} className="cut" title={pattern}>
          Listening to <span className="mono">{pattern}</span>
        </h2>
        <button
          type="button"
          className="quiet icon"
          aria-label={`Publish to ${pattern}`}
          title="Publish to it"
          onClick={() => composeMessage(workbench, emptyDraft(backend, subjectFor(pattern)))}
        >
          <Send size={13} aria-hidden />
        </button>
      </div>
      {whole.size + part.length === 0 ? (
        <p className={styles["nobody"]}>Nobody listens to it.</p>
      ) : (
        <ul>
          {[...groups.entries()].map(([key, members]) => (
            <Group key={key} members={members} part={!members.some((each) => whole.has(each))} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface GroupProps {
  /** Of one pattern and queue group; without a queue each gets every message. */
  readonly members: readonly SubscriptionView[];
  /** Only some of what was chosen reaches it. */
  readonly part: boolean;
}

function Group({ members, part }: GroupProps) {
  const { route } = useWorkbench();
  const { subject = "", queue } = members[0] ?? {};
  return (
    <li>
      <span className="mono cut" title={subject}>
        {subject}
      </span>
      <span className={styles["who"]}>
        {queue !== undefined && members.length > 1 && <span className="dim">one of</span>}
        {[...new Set(members.map(({ component }) => component))].map((component) => (
          <button key={component} type="button" className="link" onClick={() => route.go(["component", component])}>
            {component}
          </button>
        ))}
        {queue !== undefined && <span className="dim">queue {queue}</span>}
        {part && <span className="dim">a part of it</span>}
      </span>
    </li>
  );
}
