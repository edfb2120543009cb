import { Check, TriangleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./toast-region.module.css";
import { type Toast, TOAST_MS } from "./toast-store.ts";

/** Where toasts appear: read out politely, kept while the pointer or the focus is on them. */
export function ToastRegion() {
  const { toasts } = useWorkbench();
  const shown = useStore(toasts);
  return (
    <section className={styles["region"]} aria-label="Notifications" aria-live="polite">
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { toasts } = useWorkbench();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => toasts.dismiss(toast.id), TOAST_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id, toasts]);
  return (
    <div
      className={styles["toast"]}
      role={toast.tone === "failed" ? "alert" : "group"}
      aria-label={toast.tone === "failed" ? undefined : "Notification"}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.tone === "done" ? (
        <Check size={15} className="ok" aria-hidden />
      ) : (
        <TriangleAlert size={15} className="bad" aria-hidden />
      )}
      <span className={styles["text"]}>{toast.text}</span>
      {toast.action !== undefined && (
        <button type="button" className="small" onClick={() => void toasts.act(toast)}>
          {toast.action.label}
        </button>
      )}
      <button type="button" className="quiet icon" aria-label="Dismiss" onClick={() => toasts.dismiss(toast.id)}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
