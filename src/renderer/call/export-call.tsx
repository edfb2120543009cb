import { Play, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { InvokeReply } from "../../shared/contract.ts";
import type { FunctionView } from "../../shared/model.ts";
import { Split } from "../layout/split.tsx";
import { CodeEditor } from "../viewers/code-editor.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { CallHistoryList } from "./call-history-list.tsx";
import { CopyCall } from "./copy-call.tsx";
import { CallResult } from "./call-result.tsx";
import styles from "./exports-view.module.css";
import { argumentsOfEntry } from "./history-entry.ts";
import { ValueField } from "./value-field.tsx";
import { defaultValue, problemsOf } from "./wit-json.ts";

interface ExportCallProps {
  readonly component: string;
  readonly fn: FunctionView;
  readonly target: string;
}

export type CallState =
  | { readonly phase: "idle" | "running" }
  | { readonly phase: "done"; readonly reply: InvokeReply }
  | { readonly phase: "refused"; readonly error: string };

/** A form for the arguments of one function, or their JSON; and what the call brought. */
export function ExportCall({ component, fn, target }: ExportCallProps) {
  const { api, callDrafts } = useWorkbench();
  const [args, setArgs] = useState<readonly unknown[]>(() => {
    const given = callDrafts.get(component, target);
    return given !== undefined && argumentProblems(fn, given).length === 0
      ? given
      : fn.params.map((param) => defaultValue(param.type));
  });
  /** Present while the arguments are edited as JSON. */
  const [json, setJson] = useState<string>();
  const [state, setState] = useState<CallState>({ phase: "idle" });
  const abort = useRef<AbortController>(undefined);
  const parsed = json === undefined ? { args } : parseArgs(json);
  const problems = parsed.args === undefined ? [] : argumentProblems(fn, parsed.args);
  const problem =
    parsed.problem ?? (problems[0] === undefined ? undefined : `${problems[0].path}: ${problems[0].message}`);

  const call = async (given = problem === undefined ? parsed.args : undefined) => {
    if (given === undefined) return;
    abort.current?.abort();
    abort.current = new AbortController();
    setState({ phase: "running" });
    try {
      setState({
        phase: "done",
        reply: await api.invoke({ component, target, args: given }, abort.current.signal),
      });
    } catch (error) {
      setState({ phase: "refused", error: error instanceof Error ? error.message : String(error) });
    }
  };
  useEffect(() => {
    // Found again when the view is left and come back to.
    if (parsed.args !== undefined) callDrafts.set(component, target, parsed.args);
  }, [callDrafts, component, target, parsed.args]);
  const toggleJson = () => {
    if (json === undefined) setJson(JSON.stringify(args, undefined, 2));
    else if (parsed.args !== undefined && problem === undefined) {
      setArgs(parsed.args);
      setJson(undefined);
    }
  };
  const form = (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter sends from any field
    <form
      className={styles["form"]}
      aria-label="Arguments"
      onSubmit={(event) => {
        event.preventDefault();
        void call();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void call();
      }}
    >
      <div className={styles["signature"]}>
        <code>{fn.signature}</code>
        <CopyCall
          component={component}
          fn={fn}
          target={target}
          args={problem === undefined ? parsed.args : undefined}
        />
        <button
          type="button"
          className="small"
          aria-pressed={json !== undefined}
          disabled={json !== undefined && problem !== undefined}
          onClick={toggleJson}
        >
          JSON
        </button>
      </div>
      {json === undefined ? (
        <div className={styles["args"]}>
          {fn.params.length === 0 && <p className="dim">This function takes no arguments.</p>}
          {fn.params.map((param, index) => (
            <ValueField
              key={param.name}
              name={param.name}
              type={param.type}
              value={args[index]}
              onChange={(next) => setArgs(args.map((old, at) => (at === index ? next : old)))}
            />
          ))}
        </div>
      ) : (
        <div className={styles["json"]}>
          <CodeEditor
            label="Arguments as JSON"
            language="json"
            text={json}
            onChange={setJson}
            onSubmit={() => void call()}
          />
        </div>
      )}
      <div className={styles["foot"]}>
        <output className={`${styles["say"]} bad`}>{problem}</output>
        {/* Keys: as one element, the button that cancels would become the one that submits before its click is through. */}
        {state.phase === "running" ? (
          <button key="cancel" type="button" onClick={() => abort.current?.abort()}>
            <X size={14} aria-hidden /> Cancel
          </button>
        ) : (
          <button key="call" type="submit" className="primary" disabled={problem !== undefined} title="Ctrl Enter">
            <Play size={13} aria-hidden /> Call
          </button>
        )}
      </div>
    </form>
  );
  const edit = (next: readonly unknown[]) => {
    const [wrong] = argumentProblems(fn, next);
    // The form can only hold what fits; as JSON one can see what does not, and mend it.
    if (json === undefined && wrong === undefined) setArgs(next);
    else setJson(JSON.stringify(next, undefined, 2));
  };
  const history = (
    <CallHistoryList
      scope={{ kind: "function", component, title: target }}
      label="Earlier calls"
      empty={`Calls of ${fn.name} are kept with the project, to look at their arguments and make them again.`}
      rowText={({ text }) => (text === "[]" || text === "" ? "no arguments" : text)}
      onOpen={async (entry) => edit(await argumentsOfEntry(api, entry))}
      onAgain={async (entry) => call(await argumentsOfEntry(api, entry))}
    />
  );
  const left = (
    <div className={styles["left"]}>
      {form}
      {history}
    </div>
  );
  return <Split name="exports" detailSize={45} list={left} detail={<CallResult state={state} name={fn.name} />} />;
}

function argumentProblems(fn: FunctionView, args: readonly unknown[]) {
  if (args.length !== fn.params.length) {
    return [{ path: "$", message: `expected ${fn.params.length} arguments, there are ${args.length}` }];
  }
  return fn.params.flatMap((param, index) => problemsOf(param.type, args[index], param.name));
}

function parseArgs(json: string): { readonly args?: readonly unknown[]; readonly problem?: string } {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? { args: value } : { problem: "Arguments are a JSON array, one item a parameter." };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
