// Worker that turns components into JavaScript. Lives as long as jco does not panic.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { parentPort } from "node:worker_threads";

import { $init, generate } from "@bytecodealliance/jco-transpile/component";

import { lowerMemoryMaximum, PAGE_BYTES } from "./core-module.ts";
import { patchCode } from "./patch-code.ts";
import type { TranspileReply, TranspileRequest } from "./transpile-protocol.ts";

const port = parentPort;
if (port === null) throw new Error("this file is the entry of a worker");

const JCO = "@bytecodealliance/jco-transpile/component";
/** Names the files: `component.js`, `component.core.wasm`, `component.core2.wasm`. */
const NAME = "component";
const MIB = 1024 * 1024;

// Output of a panic is the only place where its reason stands; it is kept here instead of going to the terminal.
const panicText = await captureStderr();
await $init;

port.on("message", (request: TranspileRequest) => {
  const reply = transpile(request);
  const transfer = reply.t === "done" ? reply.coreModules.map(([, bytes]) => bytes.buffer as ArrayBuffer) : [];
  port.postMessage(reply, transfer);
});

function transpile(request: TranspileRequest): TranspileReply {
  const { id, bytes, map, maxMemoryPages } = request;
  panicText.length = 0;
  let files: [string, Uint8Array][];
  try {
    files = generate(bytes, {
      name: NAME,
      noTypescript: true,
      noNodejsCompat: true,
      instantiation: { tag: "sync" },
      base64Cutoff: 0,
      map: map.map(([from, to]) => [from, to]),
    }).files;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return { t: "panicked", id, reason: panicReason(panicText, error) };
    return { t: "refused", id, reason: refusal(error) };
  }

  const source = files.find(([name]) => name === `${NAME}.js`)?.[1];
  if (source === undefined) return { t: "refused", id, reason: "jco wrote no module" };
  const { code, warnings } = checked(new TextDecoder().decode(source));
  const coreModules: (readonly [string, Uint8Array])[] = [];
  for (const [name, module] of files) {
    if (!name.endsWith(".wasm")) continue;
    const lowered = lowerMemoryMaximum(module, maxMemoryPages);
    if (lowered.kind === "too-large") {
      return { t: "refused", id, reason: memoryReason(lowered.initialBytes, maxMemoryPages) };
    }
    if (lowered.kind === "unreadable") return { t: "refused", id, reason: `its core module: ${lowered.reason}` };
    // A copy of its own, so that handing it over takes nothing else along.
    coreModules.push([name, lowered.bytes.slice()]);
  }
  return { t: "done", id, code, coreModules, warnings };
}

/** The patched code, or the unpatched one when the patches did not leave valid JavaScript. */
function checked(generated: string): { readonly code: string; readonly warnings: readonly string[] } {
  const patched = patchCode(generated);
  try {
    new Script(patched.code.replaceAll(/^export /gm, ""));
    return patched;
  } catch (error) {
    return { code: generated, warnings: [`host calls stay slow: the changed code is not valid (${String(error)})`] };
  }
}

function memoryReason(initialBytes: number, maxPages: number): string {
  const needs = Math.ceil(initialBytes / MIB);
  const limit = Math.floor((maxPages * PAGE_BYTES) / MIB);
  return `it begins with ${needs} MiB of memory and may have ${limit} MiB; raise limits.memoryMiB in the project file`;
}

/** jco's error is a chain: "failed to translate component\n\nCaused by:\n    0: …\n    1: …". */
function refusal(error: unknown): string {
  const payload: unknown = error instanceof Error && "payload" in error ? error.payload : error;
  const text = typeof payload === "string" ? payload : payload instanceof Error ? payload.message : String(payload);
  return text
    .split("\n")
    .map((line) => line.trim().replace(/^\d+: /, ""))
    .filter((line) => line !== "" && line !== "Caused by:")
    .join(": ")
    .replaceAll(/\p{Cc}/gu, "?");
}

/** `not implemented (transpile_bindgen.rs:3467)` */
function panicReason(output: readonly string[], error: Error): string {
  const match = /panicked at (\S+?):(\d+):\d+:\n([^\n]*)/.exec(output.join(""));
  if (match === null) return error.message;
  const [, file = "", line = "", message = ""] = match;
  return `${message.trim()} (${file.split("/").at(-1) ?? file}:${line})`;
}

/** Gives jco a standard error of our own; the pieces written to it arrive in the list that comes back. */
async function captureStderr(): Promise<string[]> {
  const written: string[] = [];
  const fromHere = createRequire(import.meta.url);
  const fromJco = createRequire(fromHere.resolve(JCO));
  const load = (name: string): Promise<unknown> => import(pathToFileURL(fromJco.resolve(name)).href);
  const cli = (await load("@bytecodealliance/preview2-shim/cli")) as { _setStderr(stream: object): void };
  const io = (await load("@bytecodealliance/preview2-shim/io")) as { streams: { OutputStream: { prototype: object } } };
  const decoder = new TextDecoder();
  const write = (bytes: Uint8Array): void => void written.push(decoder.decode(bytes));
  const stream = Object.assign(Object.create(io.streams.OutputStream.prototype) as object, {
    checkWrite: () => 4096n,
    write,
    blockingWriteAndFlush: write,
    flush: () => undefined,
    blockingFlush: () => undefined,
  });
  Object.defineProperty(stream, Symbol.dispose, { value: () => undefined });
  cli._setStderr(stream);
  return written;
}
