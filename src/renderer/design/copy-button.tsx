import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { copyText } from "./copy-text.ts";

interface CopyButtonProps {
  /** What is copied, as the button's name says it: "Copy key". */
  readonly label: string;
  readonly text: () => string;
  /** True: the name stands on the button; or the part of it that does. */
  readonly withText?: boolean | string;
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
  const size = withText === false ? 14 : 12;
  const icon = copied ? <Check size={size} className="ok" aria-hidden /> : <Copy size={size} aria-hidden />;
  return (
    <button
      type="button"
      className={withText === false ? "quiet icon" : "small"}
      aria-label={withText === true ? undefined : label}
      title={label}
      onClick={copy}
    >
      {icon}
      {withText === true ? label : withText}
    </button>
  );
}
