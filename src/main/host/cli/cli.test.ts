import { describe, expect, test } from "vitest";
import type { HostModule } from "../context.ts";
import { createIo } from "../io/index.ts";
import { type GuestInput, type GuestOutput, outcomeOf } from "../io/streams.suite.ts";
import { hostFunction, type TestContext, testContext, type TestContextOptions } from "../test-context.ts";
import { testIncoming } from "../test-pipes.ts";
import { GuestExit, Trap } from "../trap.ts";
import { cli } from "./index.ts";

function setUp(options: TestContextOptions = {}, ctx: TestContext = testContext(options)) {
  const modules = cli.create(ctx, createIo(ctx));
  const call = (module: string, name: string, ...args: unknown[]): unknown =>
    hostFunction(modules, module, name)(...args);
  return {
    ctx,
    modules,
    call,
    stdin: () => call("stdin", "getStdin") as GuestInput,
    stdout: () => call("stdout", "getStdout") as GuestOutput,
    stderr: () => call("stderr", "getStderr") as GuestOutput,
  };
}

describe("environment", () => {
  test("is what the project gives, and no folder", () => {
    const { call } = setUp({
      env: [
        ["A", "1"],
        ["B", ""],
      ],
      args: ["main.wasm", "--all"],
    });
    expect(call("environment", "getEnvironment")).toEqual([
      ["A", "1"],
      ["B", ""],
    ]);
    expect(call("environment", "getArguments")).toEqual(["main.wasm", "--all"]);
    expect(call("environment", "initialCwd")).toBeUndefined();
  });

  test("cannot be changed by who asked for it", () => {
    const env = [["A", "1"]] as [string, string][];
    const { call } = setUp({ env });
    (call("environment", "getEnvironment") as [string, string][])[0]?.splice(1, 1, "2");
    expect(env).toEqual([["A", "1"]]);
  });
});

describe("exit", () => {
  test.each([
    ["exit", { tag: "ok" }, 0],
    ["exit", { tag: "err" }, 1],
    ["exitWithCode", 0, 0],
    ["exitWithCode", 255, 255],
  ])("%s(%j) ends the guest with code %i, told apart from a trap", (name, argument, code) => {
    let thrown: unknown;
    try {
      setUp().call("exit", name, argument);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(GuestExit);
    expect(thrown).toBeInstanceOf(WebAssembly.RuntimeError);
    expect((thrown as GuestExit).code).toBe(code);
    expect(new Trap("x")).not.toBeInstanceOf(GuestExit);
  });
});

describe("stdin", () => {
  test("is closed when the invocation has none", () => {
    expect(outcomeOf(() => setUp().stdin().read(1n))).toBe("closed");
  });

  test("goes on in a second stream where the first stopped, and its pipe is never cancelled by the guest", () => {
    const pipe = testIncoming();
    const { stdin } = setUp({ stdin: pipe.reader });
    pipe.push("one two");
    pipe.finish();
    const first = stdin();
    const read = (stream: GuestInput) => Buffer.from(stream.blockingRead(4n)).toString();
    const texts = [read(first)];
    first[Symbol.dispose]();
    texts.push(read(stdin()));
    expect(texts).toEqual(["one ", "two"]);
    expect(pipe.cancelled).toBe(false);
  });
});

describe.each(["stdout", "stderr"] as const)("%s", (stream) => {
  test("prints what is written, when it is written", () => {
    const setup = setUp();
    const out = setup[stream]();
    out.checkWrite();
    out.write(Buffer.from("at once"));
    expect(setup.ctx.printed(stream)).toBe("at once");
  });

  test("never tears a character that was written in two parts, even by two streams", () => {
    const setup = setUp();
    const bytes = Buffer.from("a€😀é");
    for (const byte of bytes) setup[stream]().blockingWriteAndFlush(Uint8Array.of(byte));
    expect(setup.ctx.prints.map((print) => Buffer.from(print.bytes).toString())).toEqual(["a", "€", "😀", "é"]);
  });

  test("keeps what it holds back although the guest reuses its buffer", () => {
    const setup = setUp();
    const out = setup[stream]();
    const buffer = Uint8Array.of(0xe2, 0x82);
    out.blockingWriteAndFlush(buffer);
    buffer.fill(0xac);
    out.blockingWriteAndFlush(buffer.subarray(0, 1));
    expect(setup.ctx.printed(stream)).toBe("€");
  });

  test("passes on bytes that are no UTF-8, unchanged", () => {
    const setup = setUp();
    const bytes = Uint8Array.of(0xff, 0x80, 0x80, 0x80, 0xc3, 0x41, 0xf0, 0x9f, 0x41, 0xe2, 0x82);
    for (const byte of bytes) setup[stream]().blockingWriteAndFlush(Uint8Array.of(byte));
    setup.ctx.endInstance();
    expect(Buffer.concat(setup.ctx.prints.map((print) => print.bytes)).equals(bytes)).toBe(true);
  });

  test("prints the first bytes of a character whose rest never came when the instance ends, and not into the next one", () => {
    const setup = setUp();
    setup[stream]().blockingWriteAndFlush(Uint8Array.of(0x61, 0xe2, 0x82));
    expect(setup.ctx.prints.map((print) => [...print.bytes])).toEqual([[0x61]]);
    setup.ctx.endInstance();
    setup[stream]().blockingWriteAndFlush(Uint8Array.of(0xac));
    setup.ctx.endInstance();
    expect(setup.ctx.prints.map((print) => [...print.bytes])).toEqual([[0x61], [0xe2, 0x82], [0xac]]);
  });
});

test("no stream is a terminal", () => {
  const { call } = setUp();
  expect([
    call("terminal-stdin", "getTerminalStdin"),
    call("terminal-stdout", "getTerminalStdout"),
    call("terminal-stderr", "getTerminalStderr"),
  ]).toEqual([undefined, undefined, undefined]);
});

test("every interface that is offered has a module with members", () => {
  const { modules } = setUp();
  const members = (module: HostModule | undefined) => Object.keys(module ?? {}).length;
  expect(cli.interfaces.filter((offered) => members(modules[offered.module]) === 0)).toEqual([]);
});
