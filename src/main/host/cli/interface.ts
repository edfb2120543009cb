import type { HostContext, HostModule } from "../context.ts";
import {
  atInstanceEnd,
  callbackSink,
  emptySource,
  type InputStream,
  type IoModules,
  type OutputStream,
  pipeSource,
} from "../io/index.ts";
import { GuestExit } from "../trap.ts";
import { TextPrint } from "./text-print.ts";

/** `wasi:cli/environment` */
export function createEnvironment(ctx: HostContext): HostModule {
  return {
    /** `get-environment: func() -> list<tuple<string, string>>` */
    getEnvironment: (): [string, string][] => ctx.env.map(([name, value]) => [name, value]),
    /** `get-arguments: func() -> list<string>` */
    getArguments: (): string[] => [...ctx.args],
    /** `initial-cwd: func() -> option<string>`: a component here has no folders, so none to be in. */
    initialCwd: (): undefined => undefined,
  };
}

/** `wasi:cli/exit` */
export function createExit(): HostModule {
  return {
    /** `exit: func(status: result)`. @throws GuestExit, always. */
    exit: (status: { readonly tag: "ok" | "err" }): never => {
      throw new GuestExit(status.tag === "ok" ? 0 : 1);
    },
    /** `exit-with-code: func(status-code: u8)`. @throws GuestExit, always. */
    exitWithCode: (code: number): never => {
      throw new GuestExit(code);
    },
  };
}

/** `wasi:cli/stdin` */
export function createStdin(ctx: HostContext, io: IoModules): HostModule {
  return {
    /**
     * `get-stdin: func() -> input-stream`: every stream reads on where the last one stopped, so dropping one must not
     * cancel the pipe.
     */
    getStdin: (): InputStream => {
      const pipe = ctx.stdin;
      return io.inputStream(
        pipe === undefined ? emptySource("stdin") : { ...pipeSource(pipe, "stdin"), dispose: () => undefined },
      );
    },
  };
}

/** `wasi:cli/stdout` and `wasi:cli/stderr`, which differ in a name. */
export function createOutput(ctx: HostContext, io: IoModules, stream: "stdout" | "stderr"): HostModule {
  const text = new TextPrint((bytes) => ctx.print(stream, bytes));
  const endText = atInstanceEnd(ctx, () => text.end());
  const get = (): OutputStream => {
    endText();
    return io.outputStream(callbackSink((bytes) => text.write(bytes), stream));
  };
  /** `get-stdout: func() -> output-stream`, `get-stderr: func() -> output-stream` */
  return stream === "stdout" ? { getStdout: get } : { getStderr: get };
}

/** `wasi:cli/terminal-*`: nothing here is a terminal, so none of the resources is ever handed out. */
export function createTerminals(): Readonly<Record<string, HostModule>> {
  class TerminalInput {}
  class TerminalOutput {}
  const none = (): undefined => undefined;
  return {
    "terminal-input": { TerminalInput },
    "terminal-output": { TerminalOutput },
    /** `get-terminal-stdin: func() -> option<terminal-input>` */
    "terminal-stdin": { getTerminalStdin: none },
    /** `get-terminal-stdout: func() -> option<terminal-output>` */
    "terminal-stdout": { getTerminalStdout: none },
    /** `get-terminal-stderr: func() -> option<terminal-output>` */
    "terminal-stderr": { getTerminalStderr: none },
  };
}
