import { useCallback, useMemo } from "react";
import { jsonRows, parseJsonTree } from "./json-rows.ts";
import { ValueTree } from "./value-tree.tsx";

/** JSON as a tree, opened to a depth. */
export function JsonView({ text }: { readonly text: string }) {
  const tree = useMemo(() => parseJsonTree(text), [text]);
  const rowsOf = useCallback((toggled: ReadonlySet<string>) => jsonRows(tree, toggled), [tree]);
  return <ValueTree label="JSON" rowsOf={rowsOf} />;
}
