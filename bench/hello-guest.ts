// The guest of the benchmarks beside `jco serve`: it imports WASI alone, and is as large as a component that a real
// toolchain makes.
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { componentFrom } from "../test/guests/guests.ts";

const CACHE = fileURLToPath(new URL("../node_modules/.cache/vitrine-bench/", import.meta.url));

/** Code that a start-up validates and a call never runs, and data that every new instance copies. */
const DEAD_FUNCTIONS = 3_100;
const STEPS_A_FUNCTION = 40;
const PAGE_BYTES = 64 * 1024;
const DATA_BYTES = 4 * PAGE_BYTES;

/** An HTTP handler that answers 200 with `text`, printable ASCII; about 1.8 MB. Two texts make two digests. */
export async function helloGuest(text: string): Promise<Uint8Array> {
  const wat = source(text);
  const cached = join(CACHE, `hello-${createHash("sha256").update(wat).digest("hex").slice(0, 32)}.wasm`);
  const found = await readFile(cached).catch(() => undefined);
  if (found !== undefined) return found;
  const bytes = await componentFrom(wat, WORLD, "hello");
  await mkdir(CACHE, { recursive: true });
  const temporary = `${cached}.${process.pid}`;
  await writeFile(temporary, bytes);
  await rename(temporary, cached);
  return bytes;
}

const WORLD = `
package bench:hello@0.1.0;
world hello {
  import wasi:http/types@0.2.12;
  export wasi:http/incoming-handler@0.2.12;
}`;

function source(text: string): string {
  const dead = Array.from({ length: DEAD_FUNCTIONS }, (_, at) => deadFunction(at)).join("\n");
  return `(module
  (import "wasi:http/types@0.2.12" "[constructor]fields" (func $fields (result i32)))
  (import "wasi:http/types@0.2.12" "[resource-drop]incoming-request" (func $request.drop (param i32)))
  (import "wasi:http/types@0.2.12" "[constructor]outgoing-response" (func $response (param i32) (result i32)))
  (import "wasi:http/types@0.2.12" "[method]outgoing-response.body" (func $response.body (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[method]outgoing-body.write" (func $body.write (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[static]outgoing-body.finish" (func $body.finish (param i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.12" "[static]response-outparam.set"
    (func $outparam.set (param i32 i32 i32 i32 i64 i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.blocking-write-and-flush" (func $write (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[resource-drop]output-stream" (func $stream.drop (param i32)))
  (memory (export "memory") ${DATA_BYTES / PAGE_BYTES + 1})
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (data (i32.const 1024) "${text}\\n")
  (data (i32.const ${PAGE_BYTES}) "${"data".repeat(DATA_BYTES / 4)}")
  (func (export "wasi:http/incoming-handler@0.2.12#handle") (param $request i32) (param $out i32)
    (local $response i32) (local $body i32) (local $stream i32)
    (call $request.drop (local.get $request))
    (local.set $response (call $response (call $fields)))
    (call $response.body (local.get $response) (i32.const 64))
    (local.set $body (i32.load (i32.const 68)))
    (call $body.write (local.get $body) (i32.const 64))
    (local.set $stream (i32.load (i32.const 68)))
    (call $outparam.set (local.get $out) (i32.const 0) (local.get $response)
      (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (call $write (local.get $stream) (i32.const 1024) (i32.const ${text.length + 1}) (i32.const 32))
    (if (i32.load8_u (i32.const 32)) (then unreachable))
    (call $stream.drop (local.get $stream))
    (call $body.finish (local.get $body) (i32.const 0) (i32.const 0) (i32.const 128))
    (if (i32.load8_u (i32.const 128)) (then unreachable)))
${dead}
)`;
}

/** Arithmetic on its parameters, told apart by its numbers; exported, so that no tool takes it out. */
function deadFunction(at: number): string {
  const steps = Array.from(
    { length: STEPS_A_FUNCTION },
    (_, step) => `(local.set $x (i32.xor (i32.mul (local.get $x) (i32.const ${at * 64 + step})) (local.get $y)))`,
  );
  return `(func $dead${at} (param $x i32) (param $y i32) (result i32) ${steps.join(" ")} (local.get $x))`;
}
