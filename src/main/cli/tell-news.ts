import { type StudioApi, type StudioEvents, studioMethods } from "../../shared/contract.ts";
import type { ProblemView, ProjectView } from "../../shared/model.ts";
import { type Port, pairedPorts } from "../../shared/port.ts";
import { connect } from "../../shared/rpc.ts";
import { warn } from "./warn.ts";

/**
 * Tells on stderr what a window has under Problems, which components wait for somebody, and where HTTP is once that
 * changes, each as it comes: many look at the terminal first.
 */
export function tellNews(studio: {
  connect(port: Port): Disposable;
  readonly httpUrl: string | undefined;
}): Disposable {
  const [ours, theirs] = pairedPorts();
  const window = studio.connect(theirs);
  const connection = connect<StudioApi, StudioEvents>(ours, studioMethods);
  const told = new Map<string, string>();
  let http = studio.httpUrl;
  const tell = ({ problems, components, triggers }: ProjectView) => {
    const texts = new Map([
      ...problems
        .filter(({ severity }) => severity !== "info")
        .map((problem): [string, string] => [problem.id, textOf(problem)]),
      ...components.flatMap(({ name, state, why }): [string, string][] =>
        state === "waiting" && why !== undefined ? [[`waiting:${name}`, `${name}: ${why}`]] : [],
      ),
    ]);
    for (const [id, text] of texts) if (told.get(id) !== text) warn(text);
    // One that was mended is told when it comes again.
    told.clear();
    for (const [id, text] of texts) told.set(id, text);
    const url = triggers.find((trigger) => trigger.url !== undefined)?.url;
    if (url !== undefined && url !== http) warn(`HTTP is now at ${url}`);
    http = url;
  };
  connection.on("project-changed", tell);
  // One that is told to stop at once answers no more.
  connection.api.project().then(tell, () => undefined);
  return window;
}

function textOf({ title, detail, fix, location }: ProblemView): string {
  const place = location === undefined || detail.includes(location) ? "" : `${location}: `;
  const said = detail.startsWith(title) || title === "" ? detail : `${title}. ${detail}`;
  return `${place}${said}${fix === undefined || said.includes(fix) ? "" : `\n${fix}`}`;
}
