import { componentFrom } from "../../../../../test/guests/guests.ts";

/** What it logs for a message that wants no answer. */
export const NO_REPLY = "no reply-to";

/** Publishes what it gets to the reply subject; without one it logs a warning. Either way it says that all is well. */
export function echoHandler(): Promise<Uint8Array> {
  return componentFrom(ECHO, ECHO_WIT, "echo");
}

const ECHO_WIT = `
package test:echo@0.1.0;
world echo {
  import wasmcloud:messaging/consumer@0.2.0;
  import wasi:logging/logging@0.1.0-draft;
  export wasmcloud:messaging/handler@0.2.0;
}`;

const ECHO = `
(module
  (import "wasmcloud:messaging/consumer@0.2.0" "publish" (func $publish (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "wasi:logging/logging@0.1.0-draft" "log" (func $log (param i32 i32 i32 i32 i32)))
  {{prelude}}
  (data (i32.const 128) "${NO_REPLY}")
  (func (export "wasmcloud:messaging/handler@0.2.0#handle-message")
    (param $subject i32) (param $subject-size i32) (param $body i32) (param $size i32)
    (param $replies i32) (param $reply i32) (param $reply-size i32) (result i32)
    (i32.store (i32.const 16) (i32.const 0))
    (if (local.get $replies)
      (then
        (call $publish
          (local.get $reply) (local.get $reply-size) (local.get $body) (local.get $size)
          (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 16)))
      (else
        (call $log (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 128) (i32.const ${NO_REPLY.length}))))
    (i32.const 16))
  (export "cabi_post_wasmcloud:messaging/handler@0.2.0#handle-message" (func $reset)))`;

/** Takes a message and never ends. */
export function stuckHandler(): Promise<Uint8Array> {
  return componentFrom(STUCK, STUCK_WIT, "stuck");
}

const STUCK_WIT = `
package test:stuck@0.1.0;
world stuck {
  import wasi:clocks/monotonic-clock@0.2.12;
  import wasi:io/poll@0.2.12;
  export wasmcloud:messaging/handler@0.2.0;
}`;

const STUCK = `
(module
  (import "wasi:clocks/monotonic-clock@0.2.12" "subscribe-duration" (func $in (param i64) (result i32)))
  (import "wasi:io/poll@0.2.12" "[method]pollable.block" (func $block (param i32)))
  {{prelude}}
  (func (export "wasmcloud:messaging/handler@0.2.0#handle-message")
    (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (call $block (call $in (i64.const 9000000000000000000)))
    (i32.const 16))
  (export "cabi_post_wasmcloud:messaging/handler@0.2.0#handle-message" (func $reset)))`;

/** Asks on the subject it was asked on, and replies with what came of that: the reply, or the text of the error. */
export function askingHandler(): Promise<Uint8Array> {
  return componentFrom(ASKING, ASKING_WIT, "asking");
}

const ASKING_WIT = `
package test:asking@0.1.0;
world asking {
  import wasmcloud:messaging/consumer@0.2.0;
  export wasmcloud:messaging/handler@0.2.0;
}`;

/** Memory: 16 results, 64 what the request gave: its tag, and at 68 a message or a text; the body of a message at 76. */
const ASKING = `
(module
  (import "wasmcloud:messaging/consumer@0.2.0" "publish" (func $publish (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "wasmcloud:messaging/consumer@0.2.0" "request" (func $request (param i32 i32 i32 i32 i32 i32)))
  {{prelude}}
  (func (export "wasmcloud:messaging/handler@0.2.0#handle-message")
    (param $subject i32) (param $subject-size i32) (param $body i32) (param $size i32)
    (param $replies i32) (param $reply i32) (param $reply-size i32) (result i32)
    (local $answer i32)
    (call $request
      (local.get $subject) (local.get $subject-size) (local.get $body) (local.get $size) (i32.const 60000) (i32.const 64))
    (local.set $answer (select (i32.const 68) (i32.const 76) (i32.load8_u (i32.const 64))))
    (call $publish
      (local.get $reply) (local.get $reply-size)
      (i32.load (local.get $answer)) (i32.load offset=4 (local.get $answer))
      (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 16))
    (i32.const 16))
  (export "cabi_post_wasmcloud:messaging/handler@0.2.0#handle-message" (func $reset)))`;
