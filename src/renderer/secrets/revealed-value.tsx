import { Copy, Eye, EyeOff } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import type { SecretView } from "../../shared/model.ts";
import styles from "./secret-list.module.css";
import { SHOWN_FOR_MS, useRevealed } from "./use-revealed.ts";

const TICK_MS = 1_000;

/** The only way to a value: said to be audited before it is done, and gone again by itself. */
export function RevealedValue({ secret }: { readonly secret: SecretView }) {
  const { name } = secret;
  const { shown, reveal, copy, hide } = useRevealed(name);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const question = useId();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked) first.current?.focus();
  }, [asked]);
  const act = async (doIt: () => Promise<void>) => {
    setBusy(true);
    await doIt();
    setBusy(false);
    setAsked(false);
  };
  if (shown !== undefined) {
    return (
      <section className={styles["value"]} aria-label={`Value of ${name}`}>
        <pre>{shown.text === "" ? <span className="dim">empty</span> : shown.text}</pre>
        <p className={styles["acts"]}>
          <button type="button" className="small" onClick={() => void act(copy)}>
            <Copy size={12} aria-hidden /> Copy, audited too
          </button>
          <button type="button" className="small" onClick={hide}>
            <EyeOff size={12} aria-hidden /> Hide
          </button>
          <TimeLeft until={shown.hiddenAt} />
        </p>
      </section>
    );
  }
  if (!asked) {
    return (
      <button
        type="button"
        className="small"
        aria-label={`Reveal ${name}…`}
        disabled={secret.state !== "found"}
        onClick={() => setAsked(true)}
      >
        <Eye size={12} aria-hidden /> Reveal…
      </button>
    );
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape holds for all of its buttons
    <fieldset
      className={styles["question"]}
      aria-labelledby={question}
      onKeyDown={(event) => {
        if (event.key === "Escape") setAsked(false);
      }}
    >
      <p id={question}>This will be in the audit, for good. The value goes again after {SHOWN_FOR_MS / 1000} s.</p>
      <p className={styles["acts"]}>
        <button ref={first} type="button" className="small primary" disabled={busy} onClick={() => void act(reveal)}>
          Show the value
        </button>
        <button type="button" className="small" disabled={busy} onClick={() => void act(copy)}>
          Copy only
        </button>
        <button type="button" className="small quiet" onClick={() => setAsked(false)}>
          Cancel
        </button>
      </p>
    </fieldset>
  );
}

function TimeLeft({ until }: { readonly until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return <span className="dim">hides in {Math.max(0, Math.ceil((until - now) / 1000))} s, or when you look away</span>;
}
