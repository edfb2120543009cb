import { useLoaded } from "../connection/use-loaded.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./exports-view.module.css";

/** Why a call ended without a result: what its record says of a trap, a timeout, a kill. */
export function WhyNoResult({ invocation }: { readonly invocation: number }) {
  const { api } = useWorkbench();
  const detail = useLoaded(`why.${invocation}`, () => api.invocation(invocation));
  if (detail.value?.reason !== undefined) return <pre className={styles["value"]}>{detail.value.reason}</pre>;
  return detail.value === undefined && detail.error === undefined ? null : (
    <p className="dim">It ended before it returned anything.</p>
  );
}
