import { expect, test } from "vitest";

import { readStartArguments, servedFlags } from "./start-arguments.mjs";

test.each<[string, string | undefined, string[]]>([
  ["", undefined, []],
  ["my.wasm", "my.wasm", []],
  ["--browser my.wasm --fresh", "my.wasm", ["--fresh"]],
  ["--no-sandbox my.wasm", "my.wasm", ["--no-sandbox"]],
  ["--http-port 9000 my.wasm", "my.wasm", ["--http-port", "9000"]],
  ["--config KEY=VALUE", undefined, ["--config", "KEY=VALUE"]],
  ["my.wasm --config KEY=VALUE", "my.wasm", ["--config", "KEY=VALUE"]],
  ["--electron --self-test", undefined, ["--self-test"]],
])("npm start -- %s", (line, project, flags) => {
  expect(readStartArguments(line.split(" ").filter(Boolean))).toEqual({ project, flags });
});

test("served mode is spared what only the app understands", () => {
  const flags = ["--no-sandbox", "--ozone-platform=x11", "--disable-gpu", "--http-port", "9000", "--no-open"];
  expect(servedFlags(flags)).toEqual(["--http-port", "9000", "--no-open"]);
});
