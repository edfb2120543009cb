import { beforeAll, describe, expect, test } from "vitest";
import { buildTestComponent, type TestComponent } from "../test-component.ts";
import { createIo } from "../io/index.ts";
import { testContext } from "../test-context.ts";
import { http, serveHttp } from "./index.ts";
import { BODY_PIPE, RESPONSE_PIPE } from "./test-guest.ts";

const WIT = `
package test:web;
world guest {
  import wasi:io/streams@0.2.12;
  import wasi:http/types@0.2.12;
  export wasi:http/incoming-handler@0.2.12;
}`;

/**
 * The second letter of the path says what the handler does: `e`cho the body and its trailers; `t`rap after the head and
 * some of the body; `s`ay nothing; `d`rop the body; any other answers 204 without a body, and takes none.
 */
const WAT = `
(module
  (import "wasi:http/types@0.2.12" "[method]incoming-request.path-with-query" (func $path (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[method]incoming-request.consume" (func $consume (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[resource-drop]incoming-request" (func $drop-request (param i32)))
  (import "wasi:http/types@0.2.12" "[method]incoming-body.stream" (func $stream (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[static]incoming-body.finish" (func $finish-in (param i32) (result i32)))
  (import "wasi:http/types@0.2.12" "[method]future-trailers.get" (func $trailers (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[resource-drop]future-trailers" (func $drop-future (param i32)))
  (import "wasi:http/types@0.2.12" "[constructor]fields" (func $fields (result i32)))
  (import "wasi:http/types@0.2.12" "[method]fields.append" (func $append (param i32 i32 i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.12" "[method]fields.clone" (func $clone (param i32) (result i32)))
  (import "wasi:http/types@0.2.12" "[resource-drop]fields" (func $drop-fields (param i32)))
  (import "wasi:http/types@0.2.12" "[constructor]outgoing-response" (func $response (param i32) (result i32)))
  (import "wasi:http/types@0.2.12" "[method]outgoing-response.set-status-code" (func $status (param i32 i32) (result i32)))
  (import "wasi:http/types@0.2.12" "[method]outgoing-response.body" (func $body (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[method]outgoing-body.write" (func $write (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[static]outgoing-body.finish" (func $finish-out (param i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.12" "[resource-drop]outgoing-body" (func $drop-body (param i32)))
  (import "wasi:http/types@0.2.12" "[static]response-outparam.set"
    (func $set (param i32 i32 i32 i32 i64 i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.blocking-splice" (func $splice (param i32 i32 i64 i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.blocking-write-and-flush" (func $say (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[resource-drop]input-stream" (func $drop-in (param i32)))
  (import "wasi:io/streams@0.2.12" "[resource-drop]output-stream" (func $drop-out (param i32)))
  (memory (export "memory") 2)
  (data (i32.const 256) "content-typetext/plainpart")
  (global $heap (mut i32) (i32.const 4096))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
    (global.set $heap (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func $answer (param $out i32) (param $status i32) (param $with-body i32) (result i32)
    (local $headers i32) (local $response i32)
    (local.set $headers (call $fields))
    (call $append (local.get $headers) (i32.const 256) (i32.const 12) (i32.const 268) (i32.const 10) (i32.const 16))
    (if (i32.load8_u (i32.const 16)) (then unreachable))
    (local.set $response (call $response (local.get $headers)))
    (if (call $status (local.get $response) (local.get $status)) (then unreachable))
    (if (local.get $with-body) (then (call $body (local.get $response) (i32.const 32))))
    (call $set (local.get $out) (i32.const 0) (local.get $response)
      (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (i32.load (i32.const 36)))
  (func $echo (param $request i32) (param $out i32)
    (local $body i32) (local $to i32) (local $in-body i32) (local $from i32) (local $future i32) (local $trailers i32)
    (call $consume (local.get $request) (i32.const 16))
    (local.set $in-body (i32.load (i32.const 20)))
    (call $stream (local.get $in-body) (i32.const 16))
    (local.set $from (i32.load (i32.const 20)))
    (local.set $body (call $answer (local.get $out) (i32.const 200) (i32.const 1)))
    (call $write (local.get $body) (i32.const 16))
    (local.set $to (i32.load (i32.const 20)))
    (block $end
      (loop $next
        (call $splice (local.get $to) (local.get $from) (i64.const -1) (i32.const 16))
        (br_if $next (i32.eqz (i32.load8_u (i32.const 16))))))
    (call $drop-in (local.get $from))
    (call $drop-out (local.get $to))
    (local.set $future (call $finish-in (local.get $in-body)))
    (call $trailers (local.get $future) (i32.const 512))
    ;; some, ok, ok, and some again: own trailers follow, else there are none
    (if (i32.load8_u (i32.const 536)) (then (local.set $trailers (i32.load (i32.const 540)))))
    (if (local.get $trailers)
      (then
        (call $finish-out (local.get $body) (i32.const 1) (call $clone (local.get $trailers)) (i32.const 1024))
        (call $drop-fields (local.get $trailers)))
      (else (call $finish-out (local.get $body) (i32.const 0) (i32.const 0) (i32.const 1024))))
    (call $drop-future (local.get $future)))
  (func $begin (param $out i32) (result i32)
    (local $body i32) (local $to i32)
    (local.set $body (call $answer (local.get $out) (i32.const 200) (i32.const 1)))
    (call $write (local.get $body) (i32.const 16))
    (local.set $to (i32.load (i32.const 20)))
    (call $say (local.get $to) (i32.const 278) (i32.const 4) (i32.const 16))
    (call $drop-out (local.get $to))
    (local.get $body))
  (func (export "wasi:http/incoming-handler@0.2.12#handle") (param $request i32) (param $out i32)
    (local $what i32)
    (call $path (local.get $request) (i32.const 16))
    (local.set $what (i32.load8_u (i32.add (i32.load (i32.const 20)) (i32.const 1))))
    (if (i32.eq (local.get $what) (i32.const 101)) (then
      (call $echo (local.get $request) (local.get $out)) (return)))
    (if (i32.eq (local.get $what) (i32.const 116)) (then
      (drop (call $begin (local.get $out))) (unreachable)))
    (if (i32.eq (local.get $what) (i32.const 115)) (then (return)))
    (if (i32.eq (local.get $what) (i32.const 100)) (then
      (call $drop-body (call $begin (local.get $out))) (return)))
    (drop (call $answer (local.get $out) (i32.const 204) (i32.const 0)))
    (call $drop-request (local.get $request))))
`;

let component: TestComponent;
beforeAll(async () => {
  component = await buildTestComponent({ wat: WAT, wit: WIT, world: "guest" });
});

function start(creditBytes?: number) {
  const ctx = testContext(creditBytes === undefined ? {} : { creditBytes });
  const io = createIo(ctx);
  const modules = http.create(ctx, io);
  const imports: Record<string, unknown> = {};
  for (const [name, module] of Object.entries(io.modules)) imports[`wasi:io/${name}`] = module;
  for (const [name, module] of Object.entries(modules)) imports[`wasi:http/${name}`] = module;
  const exports = component.instantiate(imports);
  const handler = exports["wasi:http/incoming-handler@0.2.12"] as unknown as {
    handle: (request: object, out: object) => void;
  };
  const body = ctx.pipes.incoming(BODY_PIPE);
  const response = ctx.pipes.outgoing(RESPONSE_PIPE);
  const serve = (pathWithQuery: string) =>
    serveHttp(
      modules,
      {
        method: "POST",
        scheme: "http",
        authority: "localhost",
        pathWithQuery,
        headers: [],
        body: BODY_PIPE,
        response: RESPONSE_PIPE,
      },
      (request, out) => handler.handle(request, out),
    );
  return { ctx, body, response, serve };
}

const HEAD = [["content-type", "text/plain"]];

describe("a real component", () => {
  test("echoes a body larger than the window of its pipes, with the trailers", () => {
    const { ctx, body, response, serve } = start(1000);
    response.takeAtOnce();
    const sent = Array.from({ length: 20 }, (_, at) => String(at).padStart(1500, "x"));
    for (const [at, part] of sent.entries()) ctx.later(() => body.push(part), BigInt(at));
    ctx.later(() => body.finish([["x-sum", "9"]]), 30n);
    expect(serve("/echo")).toEqual({ status: 200 });
    expect(response.text() === sent.join("")).toBe(true);
    expect([ctx.pipes.sent, response.end]).toEqual([
      [{ t: "response", status: 200, headers: HEAD, hasBody: true }],
      { kind: "finished", value: [["x-sum", "9"]] },
    ]);
  });

  test("that traps after the head leaves a broken body and a dead instance", () => {
    const { response, serve } = start();
    expect(() => serve("/trap")).toThrow(WebAssembly.RuntimeError);
    expect([response.text(), response.end?.kind]).toEqual(["part", "failed"]);
  });

  test("that drops its body breaks it", () => {
    const { response, serve } = start();
    expect(serve("/drop").failed).toBe("the component dropped the body without finishing it");
    expect([response.text(), response.end?.kind]).toEqual(["part", "failed"]);
  });

  test("that says nothing is told apart from one that answers without a body", () => {
    const silent = start();
    const empty = start();
    expect([silent.serve("/silent"), empty.serve("/none")]).toEqual([
      { failed: "the component returned without setting a response" },
      { status: 204 },
    ]);
    expect([silent.body.cancelled, empty.body.cancelled]).toEqual([true, true]);
    expect(empty.ctx.pipes.sent).toEqual([{ t: "response", status: 204, headers: HEAD, hasBody: false }]);
  });
});
