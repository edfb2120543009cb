import { expect, it } from "vitest";
import { bodyFileName } from "./body-file-name.ts";

const of = (target: string, type?: string) => bodyFileName(target, type === undefined ? [] : [["Content-Type", type]]);

it("is named by the path, with the extension of what came", () => {
  expect([
    of("/cards/7?x=a/b.c", "application/json; charset=utf-8"),
    of("/cards/a.svg", "image/svg+xml"),
    of("/", "text/html"),
    of("/problem", "application/problem+json"),
    of("/raw"),
  ]).toEqual(["7.json", "a.svg", "response.html", "problem.json", "raw.bin"]);
});
