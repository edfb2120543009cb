import { type StudioApi, type StudioEvents, studioMethods } from "../../shared/contract.ts";
import type { ProblemView } from "../../shared/model.ts";
import { type Port, pairedPorts } from "../../shared/port.ts";
import { connect } from "../../shared/rpc.ts";
import { warn } from "./warn.ts";

/** Tells on stderr what a window has under Problems, each as it comes: many look at the terminal first. */
export function tellProblems(studio: { connect(port: Port): Disposable }): Disposable {
  const [ours, theirs] = pairedPorts();
  const window = studio.connect(theirs);
  const connection = connect<StudioApi, StudioEvents>(ours, studioMethods);
  const told = new Map<string, string>();
  const tell = (problems: readonly ProblemView[]) => {
    const texts = new Map(
      problems.filter(({ severity }) => severity !== "info").map((problem) => [problem.id, textOf(problem)]),
    );
    for (const [id, text] of texts) if (told.get(id) !== text) warn(text);
    // One that was mended is told when it comes again.
    told.clear();
    for (const [id, text] of texts) told.set(id, text);
  };
  connection.on("project-changed", ({ problems }) => tell(problems));
  // One that is told to stop at once answers no more.
  connection.api.project().then(
    ({ problems }) => tell(problems),
    () => undefined,
  );
  return window;
}

function textOf({ title, detail, fix, location }: ProblemView): string {
  const place = location === undefined || detail.includes(location) ? "" : `${location}: `;
  const said = detail.startsWith(title) || title === "" ? detail : `${title}. ${detail}`;
  return `${place}${said}${fix === undefined || said.includes(fix) ? "" : `\n${fix}`}`;
}
