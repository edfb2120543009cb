import type { InvocationDetail, TrapFrameView, TrapView } from "../../shared/model.ts";
import { useLoaded } from "../connection/use-loaded.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { counted } from "../format/quantity.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { interfaceTail } from "./interface-family.ts";
import styles from "./trap-report.module.css";

const LAST_CALLS = 5;
const LAST_LINES = 3;

/** Why an invocation trapped: where in the guest, what it did last, what to try. */
export function TrapReport({ invocation, trap }: { readonly invocation: InvocationDetail; readonly trap: TrapView }) {
  return (
    <div className={styles["report"]}>
      <section aria-label="What to try">
        <h3>What to try</h3>
        <ul className={styles["advice"]}>
          {trap.advice.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </section>
      <section aria-label="Where in the guest">
        <h3>
          Where in the guest
          <CopyButton label="Copy the trap" text={() => trapText(trap)} />
        </h3>
        {trap.frames.length === 0 ? (
          <p className="dim">The guest was not in one of its functions.</p>
        ) : (
          <ol className={styles["frames"]}>
            {trap.frames.map((frame, at) => (
              <li key={`${at} ${frame.offset}`} title={frame.symbol}>
                <span>{frame.function}</span> <span className="dim">{place(frame)}</span>
              </li>
            ))}
            {trap.cut && <li className="dim">and deeper</li>}
          </ol>
        )}
      </section>
      <Before invocation={invocation} />
    </div>
  );
}

/** The last host calls and the last lines of the log. */
function Before({ invocation }: { readonly invocation: InvocationDetail }) {
  const { api, route } = useWorkbench();
  const { id, calls, logs } = invocation;
  const before = useLoaded(`before-trap.${id}`, async () => {
    const after = Math.max(0, calls - LAST_CALLS);
    const called = await api.hostCalls({ invocation: id, after, limit: LAST_CALLS + 1 });
    const lines = logs === 0 ? [] : await api.logs({ invocation: id, limit: LAST_LINES });
    return { calls: called.filter((call) => call.interface !== "").slice(-LAST_CALLS), lines: lines.toReversed() };
  });
  if (before.value === undefined) return null;
  const { calls: last, lines } = before.value;
  return (
    <>
      {last.length > 0 && (
        <section aria-label="Last host calls">
          <h3>{counted(last.length, "last host call")}</h3>
          <ol className={styles["frames"]}>
            {last.map((call) => (
              <li key={call.seq}>
                <button
                  type="button"
                  className="link"
                  onClick={() => route.patch({ tab: "calls", call: String(call.seq) })}
                >
                  {interfaceTail(call.interface)}.{call.function}
                </button>{" "}
                <span className={call.outcome === "ok" ? "dim" : "bad"}>{call.outcome ?? "did not come back"}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      {lines.length > 0 && (
        <section aria-label="Last lines of the log">
          <h3>
            Last lines of the log
            <button type="button" className="link" onClick={() => route.patch({ tab: "logs" })}>
              all
            </button>
          </h3>
          <ol className={styles["frames"]}>
            {lines.map((line) => (
              <li key={line.id}>{line.text}</li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

/** `wasm-function[12]:0x1f`: what a disassembler calls the place. */
function place({ index, offset }: TrapFrameView): string {
  return `wasm-function[${index}]:0x${offset.toString(16)}`;
}

function trapText({ name, frames, cut }: TrapView): string {
  const lines = frames.map((frame) => `    at ${frame.function} (${place(frame)})`);
  return [name, ...lines, ...(cut ? ["    …"] : [])].join("\n");
}
