import { expect, it } from "vitest";
import { argumentsOf, invokeText } from "./invoke-text.ts";

it("is one line for a shell, with quotes only where they are needed", () => {
  expect([
    invokeText("/home/ada/my project", "api", "demo:counter/ops@0.1.0#hit", [{ by: "it's" }, null]),
    invokeText("./counter", "counter", "hit", []),
  ]).toEqual([
    String.raw`vitrine invoke '/home/ada/my project' 'demo:counter/ops@0.1.0#hit' '[{"by":"it'\''s"},null]' --component api`,
    "vitrine invoke ./counter hit --component counter",
  ]);
});

it("takes only a list for arguments", () => {
  expect([argumentsOf({ args: [1] }), argumentsOf({ args: "cut" }), argumentsOf({})]).toEqual([
    [1],
    undefined,
    undefined,
  ]);
});
