import { type FormEvent, useId, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { counted } from "../format/quantity.ts";
import { useStore } from "../store/value-store.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./reset-question.module.css";
import { resetState } from "./reset-state.ts";
import { useBuckets } from "./use-buckets.ts";

/** Asks for the project's name before all of its state goes: the one thing here that is not simply done. */
export function ResetQuestion() {
  const { resetQuestion } = useWorkbench();
  const open = useStore(resetQuestion);
  return (
    <ModalOverlay
      className={styles["overlay"] ?? ""}
      isOpen={open}
      onOpenChange={(next) => resetQuestion.set(next)}
      isDismissable
    >
      <Modal className={styles["modal"] ?? ""}>
        <Dialog className={styles["dialog"] ?? ""}>
          <Question onDone={() => resetQuestion.set(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Question({ onDone }: { readonly onDone: () => void }) {
  const workbench = useWorkbench();
  const name = useProject()?.name ?? "";
  const buckets = useBuckets().value;
  const [typed, setTyped] = useState("");
  const [running, setRunning] = useState(false);
  const id = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (typed !== name || running) return;
    setRunning(true);
    if (await resetState(workbench, undefined)) onDone();
    else setRunning(false);
  };
  return (
    <form className={styles["form"]} onSubmit={(event) => void submit(event)}>
      <Heading slot="title" className={styles["title"] ?? ""}>
        Reset all state?
      </Heading>
      <p>
        Everything that components and people stored in <b>{name}</b> goes at once
        {buckets === undefined ? "" : `, ${keysOf(buckets)} among it`}. Backends with a seed are filled from it again.
        Recorded invocations and logs stay.
      </p>
      <p className="dim">Undo stands in the notification for ten seconds.</p>
      <label htmlFor={`${id}-name`}>
        To go on, type <b className="mono">{name}</b>
      </label>
      <input
        id={`${id}-name`}
        // Typing is all there is to do here.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className={styles["acts"]}>
        <button type="button" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="primary" disabled={typed !== name || running}>
          Reset all state
        </button>
      </div>
    </form>
  );
}

function keysOf(buckets: readonly { readonly keys: number }[]): string {
  const keys = buckets.reduce((sum, bucket) => sum + bucket.keys, 0);
  return `${counted(keys, "key")} in ${counted(buckets.length, "bucket")}`;
}
