import { expect, it } from "vitest";

import { componentFrom } from "../../../../test/guests/guests.ts";
import { openTestStudio, testProject } from "../test-studio.ts";

const MESSAGES = 2_000;
const BYTES = 100_000;

const publisher = () =>
  componentFrom(
    `(module
      (import "wasmcloud:messaging/consumer@0.2.0" "publish"
        (func $publish (param i32 i32 i32 i32 i32 i32 i32 i32)))
      {{prelude}}
      (data (i32.const 1024) "news")
      (func (export "run") (local $left i32)
        (drop (memory.grow (i32.const 2)))
        (local.set $left (i32.const ${MESSAGES}))
        (loop $next
          (call $publish (i32.const 1024) (i32.const 4) (i32.const 8192) (i32.const ${BYTES})
            (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 48))
          (if (i32.load8_u (i32.const 48)) (then unreachable))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br_if $next (local.get $left)))))`,
    "package test:publisher@0.1.0; world publisher { import wasmcloud:messaging/consumer@0.2.0; export run: func(); }",
    "publisher",
  );

it("a guest that publishes more than the journal can write at once waits for it, and no call of it is lost", async () => {
  await using studio = await openTestStudio(
    await testProject({
      components: { publisher: await publisher() },
      manifest: { backends: { bus: { kind: "messaging" } } },
    }),
  );
  const { outcome, invocation } = await studio.api.invoke({ component: "publisher", target: "run", args: [] });
  expect(outcome).toBe("ok");
  const { calls, aggregates } = await studio.api.invocation(invocation);
  expect({ calls, aggregates }).toEqual({ calls: MESSAGES, aggregates: [] });
});
