import { mayAnswerHttp } from "./component/may-answer-http.ts";
import type { Transpiler } from "./link/transpiler.ts";
import type { HttpTriggerManifest, ProjectManifest } from "./project/manifest.ts";

/** An HTTP server that nobody asked for is opened only where something can answer. */
export async function wantedTriggers(
  { components, triggers }: ProjectManifest,
  transpiler: Pick<Transpiler, "wrap">,
): Promise<readonly HttpTriggerManifest[]> {
  if (!triggers.http.some(({ implied }) => implied) || (await mayAnswerHttp(components, transpiler))) {
    return triggers.http;
  }
  return triggers.http.filter(({ implied }) => !implied);
}
