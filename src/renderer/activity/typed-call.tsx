import type { InvocationDetail } from "../../shared/model.ts";
import { CopyButton } from "../design/copy-button.tsx";
import styles from "./typed-call.module.css";

/** What went into a typed call and came out, in the JSON form of WIT values. */
export function TypedCall({ invocation }: { readonly invocation: InvocationDetail }) {
  return (
    <div className={styles["call"]}>
      <JsonBlock title="Arguments" value={invocation.args} none="none" />
      {invocation.error === undefined ? (
        <JsonBlock
          title="Result"
          value={invocation.value}
          none={invocation.outcome === undefined ? "not yet" : "none"}
        />
      ) : (
        <JsonBlock title="Error" value={invocation.error} none="none" />
      )}
    </div>
  );
}

function JsonBlock({ title, value, none }: { readonly title: string; readonly value: unknown; readonly none: string }) {
  const text = value === undefined ? undefined : JSON.stringify(value, undefined, 2);
  return (
    <section aria-label={title}>
      <h3>
        {title}
        {text !== undefined && <CopyButton label={`Copy ${title.toLowerCase()}`} text={() => text} />}
      </h3>
      {text === undefined ? <p className="dim">{none}</p> : <pre>{text}</pre>}
    </section>
  );
}
