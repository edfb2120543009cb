import type { RunPrint } from "../../shared/contract.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { chooseComponent, withStudio } from "./connect.ts";
import { exitOf } from "./exit.ts";
import { explainEnd } from "./explain-end.ts";

export interface RunOptions {
  readonly component?: string;
  readonly allowEgress?: readonly string[];
  readonly config?: readonly (readonly [key: string, value: string])[];
}

/** `vitrine run PATH [-- ARGS]`: standard input, output and error are this terminal's. Ctrl+C ends the run. */
export async function run(
  entries: StudioEntries,
  path: string,
  args: readonly string[],
  options: RunOptions,
): Promise<number> {
  return withStudio(
    entries,
    { path, allowEgress: options.allowEgress ?? [], config: options.config ?? [] },
    async (studio) => {
      const { api } = studio;
      const component = await chooseComponent(
        studio,
        options.component,
        ({ exports }) => exports.some(({ kind }) => kind === "run"),
        "export wasi:cli/run",
      );
      const id = crypto.randomUUID();
      const aborted = new AbortController();
      const onInterrupt = () => aborted.abort();
      process.once("SIGINT", onInterrupt);
      // As the system ends a program whose output nobody takes.
      process.stdout.once("error", onInterrupt);
      const ending = api.run({ run: id, component, args, via: "command-line" }, aborted.signal);
      const printing = print(() => api.runOutput(id));
      const feeding = feed((bytes) => api.runInput(id, bytes));
      try {
        const reply = await ending;
        await printing;
        if (reply.outcome !== "ok") {
          process.stderr.write(await explainEnd(api, reply.invocation));
        }
        return exitOf(reply.outcome);
      } finally {
        feeding.stop();
        process.off("SIGINT", onInterrupt);
        process.stdout.off("error", onInterrupt);
      }
    },
  );
}

/** Prints what comes, at the pace at which it is taken here; resolves when that was all. */
async function print(next: () => Promise<readonly RunPrint[]>): Promise<void> {
  try {
    for (let prints = await next(); prints.length > 0; prints = await next()) {
      for (const { stream, bytes } of prints) await write(stream === "stdout" ? process.stdout : process.stderr, bytes);
    }
  } catch {
    // The studio is gone, and with it the run, which says so.
  }
}

/** Resolves also when it cannot be written any more: whoever listens for that ends the run. */
function write(to: NodeJS.WriteStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    to.write(bytes, () => resolve());
  });
}

/** Sends standard input as the run takes it; the end of the one is the end of the other. */
function feed(send: (bytes: Uint8Array | null) => Promise<void>): { stop(): void } {
  let stopped = false;
  const pump = async () => {
    for await (const chunk of process.stdin) {
      if (stopped) return;
      await send(new Uint8Array(chunk as Buffer));
    }
    if (!stopped) await send(null);
  };
  // The run may be over before its input is: nobody is left to take it, which is no failure of the command.
  pump().catch(() => undefined);
  return {
    stop: () => {
      stopped = true;
      process.stdin.destroy();
    },
  };
}
