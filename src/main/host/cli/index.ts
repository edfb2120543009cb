import type { HostPackage } from "../context.ts";
import { createEnvironment, createExit, createOutput, createStdin, createTerminals } from "./interface.ts";

const VERSIONS = ["0.2.x"];

export const cli: HostPackage = {
  name: "wasi:cli",
  interfaces: [
    { name: "environment", versions: VERSIONS, module: "environment", note: "variables and arguments of the project" },
    { name: "exit", versions: VERSIONS, module: "exit", note: "ends the invocation" },
    { name: "stdin", versions: VERSIONS, module: "stdin", note: "closed, except for a run with input" },
    { name: "stdout", versions: VERSIONS, module: "stdout", note: "goes to the log" },
    { name: "stderr", versions: VERSIONS, module: "stderr", note: "goes to the log" },
    { name: "terminal-input", versions: VERSIONS, module: "terminal-input", note: "no terminal" },
    { name: "terminal-output", versions: VERSIONS, module: "terminal-output", note: "no terminal" },
    { name: "terminal-stdin", versions: VERSIONS, module: "terminal-stdin", note: "no terminal" },
    { name: "terminal-stdout", versions: VERSIONS, module: "terminal-stdout", note: "no terminal" },
    { name: "terminal-stderr", versions: VERSIONS, module: "terminal-stderr", note: "no terminal" },
  ],
  create: (ctx, io) => ({
    environment: createEnvironment(ctx),
    exit: createExit(),
    stdin: createStdin(ctx, io),
    stdout: createOutput(ctx, io, "stdout"),
    stderr: createOutput(ctx, io, "stderr"),
    ...createTerminals(),
  }),
};
