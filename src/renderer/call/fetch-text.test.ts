import { expect, it } from "vitest";
import { fetchText } from "./fetch-text.ts";

/** What is sent when a person runs it. */
async function sent(text: string): Promise<unknown> {
  const requests: Request[] = [];
  const fetch = (url: string, options?: RequestInit) => requests.push(new Request(url, options));
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval, typescript/no-unsafe-call -- as a console would
  await new Function("fetch", `return (async () => { ${text} })()`)(fetch);
  const [request] = requests;
  if (request === undefined) return undefined;
  const { method, url, headers } = request;
  return [method, url, headers.get("x-odd"), [...new Uint8Array(await request.arrayBuffer())]];
}

it.each([
  ["GET", undefined],
  ["POST", new TextEncoder().encode('say "hi"\n\u2028')],
  ["PUT", Uint8Array.of(0, 255, 128)],
] as const)("a %s that is run in a console sends the same request", async (method, body) => {
  const headers = [["x-odd", `it's "quoted"`]] as const;
  const request = { component: "api", method, target: "/a?b=`c`", headers, ...(body === undefined ? {} : { body }) };
  expect(await sent(fetchText(request, "http://127.0.0.1:8000/"))).toEqual([
    method,
    "http://127.0.0.1:8000/a?b=`c`",
    `it's "quoted"`,
    [...(body ?? [])],
  ]);
});
