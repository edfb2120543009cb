import { Copy } from "lucide-react";
import type { InvocationDetail } from "../../shared/model.ts";
import { MenuButton } from "../design/menu-button.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { copyEntries } from "./copy-entries.ts";

/** The forms in which an invocation can be copied. */
export function CopyInvocation({ invocation }: { readonly invocation: InvocationDetail }) {
  return <MenuButton label="Copy the invocation" icon={Copy} entries={copyEntries(useWorkbench(), invocation)} />;
}
