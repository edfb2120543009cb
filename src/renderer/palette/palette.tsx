/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a datalist shows neither groups nor notes */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { useContainers } from "../blobs/use-containers.ts";
import { cx } from "../design/cx.ts";
import { useBuckets } from "../keyvalue/use-buckets.ts";
import { steppedIndex } from "../list/stepped-index.ts";
import { useSubscriptions } from "../messages/use-messaging.ts";
import { actionsOf } from "../workbench/actions.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { type PaletteItem, paletteItems } from "./palette-items.ts";
import styles from "./palette.module.css";
import { useStateSearch } from "./use-state-search.ts";

interface PaletteProps {
  /** Absent: closed. `jump` leaves the actions out. */
  readonly mode: "all" | "jump" | undefined;
  readonly onClose: () => void;
  readonly onShowKeys: () => void;
}

/** One field for every action and every place. */
export function Palette({ mode, onClose, onShowKeys }: PaletteProps) {
  return (
    <ModalOverlay
      className={styles["overlay"] ?? ""}
      isOpen={mode !== undefined}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
    >
      <Modal className={styles["modal"] ?? ""}>
        <Dialog className={styles["dialog"] ?? ""} aria-label="Command palette">
          <PaletteField jump={mode === "jump"} onClose={onClose} onShowKeys={onShowKeys} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteField({ jump, onClose, onShowKeys }: { jump: boolean; onClose: () => void; onShowKeys: () => void }) {
  const workbench = useWorkbench();
  const project = useProject();
  const buckets = useBuckets().value ?? noBuckets;
  const [typed, setTyped] = useState("");
  // By its name: results come and go above it while a person looks at it.
  const [chosen, setChosen] = useState<string>();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const containers = useContainers().value?.containers ?? noBuckets;
  const found = useStateSearch(typed, buckets, containers);
  const subscriptions = useSubscriptions().value ?? noBuckets;
  const places = {
    ...found,
    project,
    buckets,
    containers,
    subjects: [...subscriptions, ...workbench.messages.get().rows.toReversed()].map(({ subject }) => subject),
    invocations: workbench.invocations.get().rows,
  };
  const items = paletteItems(typed, jump ? [] : actionsOf(workbench, onShowKeys), places, (path, params) =>
    workbench.route.go(path, params),
  );
  const current = Math.max(
    0,
    items.findIndex((item) => item.id === chosen),
  );
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const run = (index: number) => {
    const item = items[index];
    if (item === undefined) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      return run(current);
    }
    const next =
      event.key === "Home" || event.key === "End" ? undefined : steppedIndex(event.key, current, items.length, 8);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(items[next]?.id);
  };
  return (
    <>
      <input
        className={styles["field"]}
        // The palette is opened to type into it: nothing else may take the focus first.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        role="combobox"
        aria-label={jump ? "Jump to" : "Find a key, component, invocation or action"}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={items.length > 0 ? `${id}-${current}` : undefined}
        placeholder={
          jump
            ? "Jump to a component, bucket, key, object, subject or invocation"
            : "Find a key, component, invocation or action"
        }
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(undefined);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label="Results" className={styles["results"]}>
        {items.map((item, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the keys
          <div
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            className={cx(styles["item"], items[index - 1]?.group !== item.group && styles["first"])}
            onMouseMove={() => setChosen(item.id)}
            onClick={() => run(index)}
          >
            <span className={styles["group"]}>{items[index - 1]?.group === item.group ? "" : item.group}</span>
            <span className={cx("cut", isName(item.group) && "mono")}>{item.label}</span>
            <span className={styles["note"]}>
              {item.note}
              {item.keys !== undefined && <kbd>{item.keys}</kbd>}
            </span>
          </div>
        ))}
      </div>
      {items.length === 0 && (
        <p className={styles["none"]}>
          {typed === "" ? "There is no place to jump to yet." : "Nothing has these words."}
        </p>
      )}
    </>
  );
}

/** What a component calls so itself. */
function isName(group: PaletteItem["group"]): boolean {
  return group === "Keys" || group === "Objects" || group === "Subjects";
}

const noBuckets: readonly never[] = [];
