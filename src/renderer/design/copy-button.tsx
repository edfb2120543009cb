import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { copyText } from "./copy-text.ts";

interface CopyButtonProps {
  /** What is copied, as the button's name says it: "Copy key". */
  readonly label: string;
  readonly text: () => string;
  readonly withText?: boolean;
}

export function CopyButton({ label, text, withText = false }: CopyButtonProps) {
  const { toasts } = useWorkbench();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    copyText(text()).then(
      () => setCopied(true),
      (error: unknown) => toasts.failed("The clipboard is not available.", error),
    );
  };
  const icon = copied ? <Check size={14} className="ok" aria-hidden /> : <Copy size={14} aria-hidden />;
  return (
    <button
      type="button"
      className={withText ? "small" : "quiet icon"}
      aria-label={withText ? undefined : label}
      title={label}
      onClick={copy}
    >
      {icon}
      {withText && label}
    </button>
  );
}
