import type { VersionId, WriterView } from "../../shared/model.ts";
import { openWriter } from "../activity/open-writer.ts";
import { shortDigest } from "../format/quantity.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** Who wrote a version, with the way to the invocation that did, and to the very call in it. */
export function Writer({ writer, version }: { readonly writer: WriterView; readonly version: VersionId }) {
  const workbench = useWorkbench();
  if (writer.kind === "seed") return <span>from the seed</span>;
  if (writer.kind === "person") return <span>by hand: {writer.action}</span>;
  return (
    <span>
      <button type="button" className="link" onClick={() => openWriter(workbench, writer.invocation, version)}>
        {writer.component} in invocation {writer.invocation}
      </button>{" "}
      <span className="dim">
        {writer.function} · build {shortDigest(writer.build)}
      </span>
    </span>
  );
}
