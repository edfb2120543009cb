import { describe, expect, test } from "vitest";
import { createIo, type Pollable } from "../io/index.ts";
import { hostFunction, testContext } from "../test-context.ts";
import { Trap } from "../trap.ts";
import { WitError } from "../wit-error.ts";
import { sockets } from "./index.ts";

type Socket = Record<string, (...args: unknown[]) => unknown> & Disposable;
const ADDRESS = { tag: "ipv4", val: { port: 0, address: [127, 0, 0, 1] } };

function setUp() {
  const ctx = testContext();
  const io = createIo(ctx);
  const modules = sockets.create(ctx, io);
  const call = (module: string, name: string, ...args: unknown[]): unknown =>
    hostFunction(modules, module, name)(...args);
  return {
    io,
    modules,
    call,
    network: () => call("instance-network", "instanceNetwork"),
    tcp: () => call("tcp-create-socket", "createTcpSocket", "ipv4") as Socket,
    udp: () => call("udp-create-socket", "createUdpSocket", "ipv6") as Socket,
  };
}

function answer(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (error instanceof WitError) return error.payload as unknown;
    throw error;
  }
}

test("the network is a resource of its class", () => {
  const { modules, network } = setUp();
  expect(network()).toBeInstanceOf(modules["network"]?.["Network"]);
});

describe("a TCP socket", () => {
  test("can be made, knows its family and is refused every address", () => {
    const { tcp, network } = setUp();
    const socket = tcp();
    expect(socket["addressFamily"]?.()).toBe("ipv4");
    expect(answer(() => socket["startBind"]?.(network(), ADDRESS))).toBe("access-denied");
    expect(answer(() => socket["startConnect"]?.(network(), ADDRESS))).toBe("access-denied");
  });

  test("stays unbound", () => {
    const socket = setUp().tcp();
    const names = [
      "finishBind",
      "finishConnect",
      "startListen",
      "finishListen",
      "accept",
      "localAddress",
      "remoteAddress",
      "shutdown",
    ];
    expect(names.map((name) => answer(() => socket[name]?.("both")))).toEqual([
      "not-in-progress",
      "not-in-progress",
      "invalid-state",
      "not-in-progress",
      "invalid-state",
      "invalid-state",
      "invalid-state",
      "invalid-state",
    ]);
    expect(socket["isListening"]?.()).toBe(false);
  });

  test.each([
    ["keepAliveIdleTime", "setKeepAliveIdleTime", 5n],
    ["keepAliveInterval", "setKeepAliveInterval", 6n],
    ["keepAliveCount", "setKeepAliveCount", 7],
    ["hopLimit", "setHopLimit", 8],
    ["receiveBufferSize", "setReceiveBufferSize", 9n],
    ["sendBufferSize", "setSendBufferSize", 10n],
  ])("keeps its %s and refuses 0 for it", (get, set, value) => {
    const socket = setUp().tcp();
    socket[set]?.(value);
    expect(answer(() => socket[set]?.(typeof value === "bigint" ? 0n : 0))).toBe("invalid-argument");
    expect(socket[get]?.()).toBe(value);
  });

  test("keeps whether it is kept alive, and takes a backlog above 0", () => {
    const socket = setUp().tcp();
    socket["setKeepAliveEnabled"]?.(true);
    expect(socket["keepAliveEnabled"]?.()).toBe(true);
    expect(answer(() => socket["setListenBacklogSize"]?.(1n))).toBeUndefined();
    expect(answer(() => socket["setListenBacklogSize"]?.(0n))).toBe("invalid-argument");
  });

  test("is never waited for, and not dropped before its pollable", () => {
    const socket = setUp().tcp();
    const pollable = socket["subscribe"]?.() as Pollable;
    expect(pollable.ready()).toBe(true);
    expect(() => socket[Symbol.dispose]()).toThrow(Trap);
    pollable[Symbol.dispose]();
    socket[Symbol.dispose]();
  });
});

describe("a UDP socket", () => {
  test("can be made, is refused every address and stays unbound", () => {
    const { udp, network } = setUp();
    const socket = udp();
    expect(socket["addressFamily"]?.()).toBe("ipv6");
    expect(answer(() => socket["startBind"]?.(network(), ADDRESS))).toBe("access-denied");
    expect(
      ["finishBind", "stream", "localAddress", "remoteAddress"].map((name) => answer(() => socket[name]?.())),
    ).toEqual(["not-in-progress", "invalid-state", "invalid-state", "invalid-state"]);
  });

  test.each([
    ["unicastHopLimit", "setUnicastHopLimit", 8],
    ["receiveBufferSize", "setReceiveBufferSize", 9n],
    ["sendBufferSize", "setSendBufferSize", 10n],
  ])("keeps its %s and refuses 0 for it", (get, set, value) => {
    const socket = setUp().udp();
    socket[set]?.(value);
    expect(answer(() => socket[set]?.(typeof value === "bigint" ? 0n : 0))).toBe("invalid-argument");
    expect(socket[get]?.()).toBe(value);
  });

  test("has datagram streams that components can link to", () => {
    const { udp } = setUp().modules;
    const methods = (name: string, ...wanted: readonly string[]) => {
      const stream = udp?.[name] as { prototype: Readonly<Record<string, unknown>> } | undefined;
      return wanted.map((method) => typeof stream?.prototype[method]);
    };
    expect(methods("IncomingDatagramStream", "receive", "subscribe")).toEqual(["function", "function"]);
    expect(methods("OutgoingDatagramStream", "checkSend", "send", "subscribe")).toEqual(Array(3).fill("function"));
  });
});

test("a name is never looked up", () => {
  const { call, network } = setUp();
  expect(answer(() => call("ip-name-lookup", "resolveAddresses", network(), "localhost"))).toBe(
    "permanent-resolver-failure",
  );
});

test("an error of a stream is none of a socket", () => {
  const { call, io } = setUp();
  expect(call("network", "networkErrorCode", io.error("text"))).toBeUndefined();
});
