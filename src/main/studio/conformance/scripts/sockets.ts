import { callsOf, Handle, type Script, type Step, type Value, variantCase } from "../script.ts";

const network = callsOf("wasi:sockets/instance-network@0.2.12");
const tcp = callsOf("wasi:sockets/tcp@0.2.12");
const udp = callsOf("wasi:sockets/udp@0.2.12");
const makeTcp = callsOf("wasi:sockets/tcp-create-socket@0.2.12");
const makeUdp = callsOf("wasi:sockets/udp-create-socket@0.2.12");
const lookup = callsOf("wasi:sockets/ip-name-lookup@0.2.12");
const poll = callsOf("wasi:io/poll@0.2.12");

const ADDRESS: Value = variantCase("ipv4", { port: 80, address: [127, 0, 0, 1] });
/** What an option starts with, and what it is set to. */
type Option = readonly [name: string, start: bigint | number, other: bigint | number];

const net = new Handle("network");
const socket = new Handle("socket");

/** wasi:sockets@0.2: a socket can be made and asked, and every address is refused. */
export function socketScripts(): readonly Script[] {
  return [tcpRefused(), tcpOptions(), udpRefused(), udpOptions(), nameLookup(), ...traps()];
}

function tcpRefused(): Script {
  const method = (name: string, ...args: readonly Value[]) => tcp(`tcp-socket.${name}`, socket, ...args);
  return {
    does: "makes TCP sockets, and is refused every address",
    steps: [
      network("instance-network").gives(net),
      makeTcp("create-tcp-socket", "ipv6").ok(socket),
      method("address-family").gives("ipv6"),
      makeTcp("create-tcp-socket", "ipv4").ok(socket),
      method("address-family").gives("ipv4"),
      method("is-listening").gives(false),
      method("start-bind", net, ADDRESS).err("access-denied"),
      method("finish-bind").err("not-in-progress"),
      method("start-connect", net, ADDRESS).err("access-denied"),
      method("finish-connect").err("not-in-progress"),
      method("start-listen").err("invalid-state"),
      method("finish-listen").err("not-in-progress"),
      method("accept").err("invalid-state"),
      method("local-address").err("invalid-state"),
      method("remote-address").err("invalid-state"),
      method("shutdown", "both").err("invalid-state"),
      ...waits(method("subscribe")),
      tcp.drop("tcp-socket", socket),
    ],
  };
}

function tcpOptions(): Script {
  const options: readonly Option[] = [
    ["keep-alive-idle-time", 7_200_000_000_000n, 1n],
    ["keep-alive-interval", 75_000_000_000n, 1n],
    ["keep-alive-count", 9, 1],
    ["hop-limit", 64, 255],
    ["receive-buffer-size", 212_992n, 4096n],
    ["send-buffer-size", 212_992n, 4096n],
  ];
  const method = (name: string, ...args: readonly Value[]) => tcp(`tcp-socket.${name}`, socket, ...args);
  return {
    does: "reads and sets the options of a TCP socket, none of them to 0",
    steps: [
      makeTcp("create-tcp-socket", "ipv4").ok(socket),
      ...options.flatMap((option) => setsOption(method, option)),
      method("keep-alive-enabled").ok(false),
      method("set-keep-alive-enabled", true).ok(),
      method("keep-alive-enabled").ok(true),
      method("set-listen-backlog-size", 0n).err("invalid-argument"),
      method("set-listen-backlog-size", 10n).ok(),
    ],
  };
}

function udpRefused(): Script {
  const method = (name: string, ...args: readonly Value[]) => udp(`udp-socket.${name}`, socket, ...args);
  return {
    does: "makes UDP sockets, and is refused every address",
    steps: [
      network("instance-network").gives(net),
      makeUdp("create-udp-socket", "ipv6").ok(socket),
      method("address-family").gives("ipv6"),
      method("start-bind", net, ADDRESS).err("access-denied"),
      method("finish-bind").err("not-in-progress"),
      method("stream", undefined).err("invalid-state"),
      method("stream", ADDRESS).err("invalid-state"),
      method("local-address").err("invalid-state"),
      method("remote-address").err("invalid-state"),
      ...waits(method("subscribe")),
      udp.drop("udp-socket", socket),
    ],
  };
}

function udpOptions(): Script {
  const options: readonly Option[] = [
    ["unicast-hop-limit", 64, 255],
    ["receive-buffer-size", 212_992n, 4096n],
    ["send-buffer-size", 212_992n, 4096n],
  ];
  const method = (name: string, ...args: readonly Value[]) => udp(`udp-socket.${name}`, socket, ...args);
  return {
    does: "reads and sets the options of a UDP socket, none of them to 0",
    steps: [
      makeUdp("create-udp-socket", "ipv4").ok(socket),
      ...options.flatMap((option) => setsOption(method, option)),
    ],
  };
}

function nameLookup(): Script {
  return {
    does: "cannot look up a name",
    steps: [
      network("instance-network").gives(net),
      lookup("resolve-addresses", net, "localhost").err("permanent-resolver-failure"),
      lookup("resolve-addresses", net, "").err("permanent-resolver-failure"),
    ],
  };
}

function traps(): readonly Script[] {
  const pollable = new Handle("pollable");
  const gone = "unknown handle index";
  return [
    {
      does: "traps when it drops a TCP socket whose pollable it still holds",
      trapsAtEnd: "resource has children",
      steps: [
        makeTcp("create-tcp-socket", "ipv4").ok(socket),
        tcp("tcp-socket.subscribe", socket).gives(pollable),
        tcp.drop("tcp-socket", socket),
      ],
    },
    {
      does: "traps when it drops a UDP socket whose pollable it still holds",
      trapsAtEnd: "resource has children",
      steps: [
        makeUdp("create-udp-socket", "ipv4").ok(socket),
        udp("udp-socket.subscribe", socket).gives(pollable),
        udp.drop("udp-socket", socket),
      ],
    },
    {
      does: "traps when it uses a TCP socket it has dropped",
      steps: [
        makeTcp("create-tcp-socket", "ipv4").ok(socket),
        tcp.drop("tcp-socket", socket),
        tcp("tcp-socket.address-family", socket).isRefused(gone),
      ],
    },
    {
      does: "traps when it uses a UDP socket it has dropped",
      steps: [
        makeUdp("create-udp-socket", "ipv4").ok(socket),
        udp.drop("udp-socket", socket),
        udp("udp-socket.address-family", socket).isRefused(gone),
      ],
    },
    {
      does: "traps when it uses a network it has dropped",
      steps: [
        network("instance-network").gives(net),
        callsOf("wasi:sockets/network@0.2.12").drop("network", net),
        lookup("resolve-addresses", net, "localhost").isRefused(gone),
      ],
    },
  ];
}

type Method = (name: string, ...args: readonly Value[]) => ReturnType<typeof tcp>;

function setsOption(method: Method, [name, start, other]: Option): readonly Step[] {
  return [
    method(name).ok(start),
    method(`set-${name}`, typeof start === "bigint" ? 0n : 0).err("invalid-argument"),
    method(name).ok(start),
    method(`set-${name}`, other).ok(),
    method(name).ok(other),
  ];
}

/** A socket never has anything to wait for. */
function waits(subscribe: ReturnType<typeof tcp>): readonly Step[] {
  const pollable = new Handle("pollable");
  return [
    subscribe.gives(pollable),
    poll("pollable.ready", pollable).gives(true),
    poll("pollable.block", pollable).gives(),
    poll.drop("pollable", pollable),
  ];
}
