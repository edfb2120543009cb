import { expect, test } from "vitest";

import { projectArgument, projectOfSecondStart } from "./project-argument.ts";

test.each<[string, string[], boolean, string | undefined]>([
  ["a packaged app with a relative path", ["vitrine", "demo"], false, "/home/me/demo"],
  ["a packaged app with an absolute path", ["vitrine", "/p/x.wasm"], false, "/p/x.wasm"],
  ["a packaged app alone", ["vitrine"], false, undefined],
  ["a file manager's address", ["vitrine", "file:///p/my%20x.wasm"], false, "/p/my x.wasm"],
  ["an address of another machine", ["vitrine", "file://server/x.wasm"], false, "/home/me/file:/server/x.wasm"],
  ["flags only", ["vitrine", "--self-test"], false, undefined],
  ["a checkout without a project", ["electron", "/repo"], true, undefined],
  ["a checkout with a project", ["electron", "/repo", "demo"], true, "/home/me/demo"],
  [
    "a debugger's flags first",
    ["electron", "--inspect=0", "--remote-debugging-port=0", "/repo", "demo"],
    true,
    "/home/me/demo",
  ],
])("%s", (_name, argv, unpackaged, expected) => {
  expect(projectArgument(argv, "/home/me", unpackaged)).toBe(expected);
});

test("anything but a path from a second start is no project", () => {
  expect(
    [undefined, null, 7, "x", {}, { project: 1 }, { project: "" }, { project: "/p" }].map(projectOfSecondStart),
  ).toEqual([...Array<undefined>(7), "/p"]);
});
