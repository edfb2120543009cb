// Worker that turns components into JavaScript. Lives as long as jco does not panic.
import { Script } from "node:vm";
import { parentPort } from "node:worker_threads";

import { lowerMemoryMaximum, PAGE_BYTES } from "./core-module.ts";
import { importMemory } from "./import-memory.ts";
import { loadJco } from "./jco.ts";
import { outlineComponent } from "./outline.ts";
import { isAsynchronous, patchCode } from "./patch-code.ts";
import { PREVIEW1 } from "../../wit/binary/wrapping.ts";
import type { TranspileReply, TranspileRequest, WrapRequest } from "./transpile-protocol.ts";

const port = parentPort;
if (port === null) throw new Error("this file is the entry of a worker");

/** Names the files: `component.js`, `component.core.wasm`, `component.core2.wasm`. */
const NAME = "component";
const MODULE = `${NAME}.js`;
const MIB = 1024 * 1024;

const jco = await loadJco();

port.on("message", (request: TranspileRequest | WrapRequest) => {
  void (async () => {
    const reply = await (request.t === "wrap" ? wrap(request) : transpile(request));
    const transfer = reply.t === "done" ? reply.coreModules.map(([, bytes]) => bytes.buffer as ArrayBuffer) : [];
    port.postMessage(reply, transfer);
  })(); // What it rejects with ends this worker, as it should.
});

async function wrap({ id, bytes, adapter }: WrapRequest): Promise<TranspileReply> {
  try {
    const adapters: [string, Uint8Array][] = adapter === undefined ? [] : [[PREVIEW1, adapter]];
    return { t: "wrapped", id, bytes: await jco.componentNew(bytes, adapters) };
  } catch (error) {
    return failed(id, error);
  }
}

function transpile(request: TranspileRequest): TranspileReply {
  const { id, maxMemoryPages } = request;
  let files: Files;
  try {
    files = outlined(request) ?? generated(request.bytes, request);
  } catch (error) {
    return failed(id, error);
  }

  const source = files.find(([name]) => name === MODULE)?.[1];
  if (source === undefined) return { t: "refused", id, reason: "jco wrote no module" };
  const { code, warnings } = checked(new TextDecoder().decode(source));
  // What JavaScript collects later calls into its instance, whose memory must still be its own then.
  const outlived = code.includes("FinalizationRegistry");
  const coreModules: (readonly [string, Uint8Array])[] = [];
  for (const [name, module] of files) {
    if (!name.endsWith(".wasm")) continue;
    const lowered = lowerMemoryMaximum(module, maxMemoryPages);
    if (lowered.kind === "too-large") {
      return { t: "refused", id, reason: memoryReason(lowered.initialBytes, maxMemoryPages) };
    }
    if (lowered.kind === "unreadable") return { t: "refused", id, reason: `its core module: ${lowered.reason}` };
    // A copy of its own, so that handing it over takes nothing else along.
    coreModules.push([name, (outlived ? lowered.bytes : importMemory(lowered.bytes)).slice()]);
  }
  return { t: "done", id, code, coreModules, warnings };
}

function failed(id: number, error: unknown): TranspileReply {
  const output = jco.takeStderr();
  if (error instanceof WebAssembly.RuntimeError) return { t: "panicked", id, reason: panicReason(output, error) };
  return { t: "refused", id, reason: refusal(error) };
}

type Files = readonly (readonly [name: string, bytes: Uint8Array])[];

function generated(bytes: Uint8Array, { map }: TranspileRequest): Files {
  return jco.generate(bytes, {
    name: NAME,
    noTypescript: true,
    noNodejsCompat: true,
    instantiation: { tag: "sync" },
    base64Cutoff: 0,
    map: map.map(([from, to]) => [from, to]),
  }).files;
}

/**
 * The same from the outline of the component; undefined when there is none, when jco changed one of its core modules, or
 * when what functions do matters to it.
 */
function outlined(request: TranspileRequest): Files | undefined {
  const outline = outlineComponent(request.bytes);
  if (outline === undefined) return undefined;
  let made: Files;
  try {
    made = generated(outline.bytes, request);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    // What jco has against it, it says of the whole.
    return undefined;
  }
  const files: (readonly [string, Uint8Array])[] = [];
  for (const [name, bytes] of made) {
    const whole = name.endsWith(".wasm") ? outline.original(bytes) : bytes;
    if (whole === undefined) return undefined;
    if (name === MODULE && isAsynchronous(new TextDecoder().decode(bytes))) return undefined;
    files.push([name, whole]);
  }
  return files;
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
function panicReason(output: string, error: Error): string {
  const match = /panicked at (\S+?):(\d+):\d+:\n([^\n]*)/.exec(output);
  if (match === null) return error.message;
  const [, file = "", line = "", message = ""] = match;
  return `${message.trim()} (${file.split("/").at(-1) ?? file}:${line})`;
}
