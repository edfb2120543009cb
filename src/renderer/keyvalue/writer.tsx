import type { WriterView } from "../../shared/model.ts";
import { shortDigest } from "../format/quantity.ts";
import { openInvocation } from "../workbench/actions.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** Who wrote a version, with the way to the invocation that did. */
export function Writer({ writer }: { readonly writer: WriterView }) {
  const workbench = useWorkbench();
  if (writer.kind === "seed") return <span>from the seed</span>;
  if (writer.kind === "person") return <span>by hand: {writer.action}</span>;
  return (
    <span>
      <button type="button" className="link" onClick={() => openInvocation(workbench, writer.invocation)}>
        {writer.component} in invocation {writer.invocation}
      </button>{" "}
      <span className="dim">
        {writer.function} · build {shortDigest(writer.build)}
      </span>
    </span>
  );
}
