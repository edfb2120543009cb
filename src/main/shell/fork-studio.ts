import { type MessagePortMain, utilityProcess } from "electron/main";

import type { FromStudioProcess } from "../../shared/studio-process.ts";
import type { StudioChild } from "./studio-host.ts";

/** Of what the process writes, so much is kept to show when it crashes. */
const LAST_WORDS_CHARS = 4000;

/** Starts the studio's process. `entry` is the absolute path of `out/main/studio.js`. */
export function forkStudio(entry: string): StudioChild<MessagePortMain> {
  const child = utilityProcess.fork(entry, [], {
    serviceName: "Vitrine studio",
    stdio: "pipe",
    env: studioEnvironment(process.env),
  });
  let lastWords = "";
  // A pipe that nobody reads blocks the process once it is full.
  child.stdout?.on("data", (chunk: Buffer) => process.stdout.write(chunk));
  child.stderr?.on("data", (chunk: Buffer) => {
    process.stderr.write(chunk);
    lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS_CHARS);
  });
  // Experimental in Electron: V8 ran out of memory. `exit` follows.
  child.on("error", (type, location) => {
    lastWords = `${lastWords}\n${type} at ${location}`.trimStart();
  });
  return {
    post: (message, ports) => child.postMessage(message, ports === undefined ? [] : [...ports]),
    kill: () => void child.kill(),
    onMessage: (listener) => void child.on("message", (message: FromStudioProcess) => listener(message)),
    onExit: (listener) => void child.once("exit", (code) => listener(code, lastWords)),
  };
}

/**
 * The person's environment, because the studio runs their build tools, without what is meant for Electron alone.
 * Never empty: Electron takes an empty one for "inherit everything".
 */
function studioEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = { VITRINE_MODE: "app" };
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !/^(ELECTRON_|NODE_OPTIONS$)/.test(name)) kept[name] = value;
  }
  return kept;
}
