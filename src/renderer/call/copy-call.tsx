import { Braces, Copy, SquareTerminal } from "lucide-react";
import type { FunctionView } from "../../shared/model.ts";
import { copyAs } from "../activity/copy-entries.ts";
import { MenuButton } from "../design/menu-button.tsx";
import { invokeText } from "../repeat/invoke-text.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { waveCall } from "./wave-text.ts";

interface CopyCallProps {
  readonly component: string;
  readonly fn: FunctionView;
  readonly target: string;
  /** Absent while they are not what the function takes. */
  readonly args: readonly unknown[] | undefined;
}

/** The call that the form holds, for elsewhere. */
export function CopyCall({ component, fn, target, args }: CopyCallProps) {
  const workbench = useWorkbench();
  const path = useProject()?.path ?? ".";
  const disabled = args === undefined;
  const given = args ?? [];
  const copied = (what: string, text: string) => void copyAs(workbench, what, text);
  return (
    <MenuButton
      label="Copy the call"
      icon={Copy}
      entries={[
        {
          label: "Copy as vitrine invoke",
          icon: SquareTerminal,
          disabled,
          run: () => copied("vitrine invoke", invokeText(path, component, target, given)),
        },
        {
          label: "Copy as WAVE",
          note: "As wasmtime run --invoke takes it.",
          icon: Braces,
          disabled,
          run: () => copied("WAVE", waveCall(fn, given)),
        },
        {
          label: "Copy arguments as JSON",
          icon: Braces,
          disabled,
          run: () => copied("JSON", JSON.stringify(given, undefined, 2)),
        },
      ]}
    />
  );
}
