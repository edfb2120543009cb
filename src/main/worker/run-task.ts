import { serveHttp } from "../host/http/index.ts";
import { trap } from "../host/trap.ts";
import type { InvocationResult, InvocationTask } from "../../shared/worker-protocol.ts";
import type { MadeImports } from "./imports.ts";
import type { GuestExports } from "./instantiate.ts";

export type TaskResult = Pick<InvocationResult, "outcome" | "value" | "error" | "reason">;

type Guest = (...args: readonly unknown[]) => unknown;

/** Calls the export a task names. What escapes the guest other than the `err` of a result is thrown on. */
export function runTask(
  task: Exclude<InvocationTask, { kind: "link" }>,
  exports: GuestExports,
  made: MadeImports,
): TaskResult {
  switch (task.kind) {
    case "call":
      return call(exported(exports, task.interface, task.member), task.args);
    case "run":
      return call(exported(exports, task.interface, "run"), []);
    case "message":
      return call(exported(exports, task.interface, "handleMessage"), [task.message]);
    case "http": {
      const handle = exported(exports, task.interface, "handle");
      const { failed } = serveHttp(made.packages.get("wasi:http") ?? noHttp(), task.request, handle);
      return failed === undefined ? { outcome: "ok" } : { outcome: "error", reason: failed };
    }
  }
}

/** An incoming-handler takes its resources from wasi:http/types, so every real one imports that. */
function noHttp(): never {
  trap("the component exports wasi:http/incoming-handler but imports no wasi:http/types");
}

function exported(exports: GuestExports, interfaceName: string | undefined, member: string): Guest {
  const owner = interfaceName === undefined ? exports : exports[interfaceName];
  const found = (owner as Record<string, unknown> | undefined)?.[member];
  if (typeof found !== "function") trap(`the component exports no ${interfaceName ?? "function"} ${member}`);
  return found as Guest;
}

/** jco throws the `err` of a result as an error that owns a `payload`. */
function call(guest: Guest, args: readonly unknown[]): TaskResult {
  try {
    return { outcome: "ok", value: guest(...args) };
  } catch (error) {
    if (typeof error === "object" && error !== null && Object.hasOwn(error, "payload")) {
      return { outcome: "error", error: (error as { payload: unknown }).payload };
    }
    throw error;
  }
}
