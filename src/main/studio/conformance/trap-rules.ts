/** What ends a guest that does it, where, and in which words. Each place needs a script that does it. */
export interface TrapRule {
  /** What a component must not do. */
  readonly rule: string;
  /** Part of what the trap says. */
  readonly says: string;
  /** Functions, or drops of resources, of interfaces without their versions: `wasi:io/poll poll`. */
  readonly at: readonly string[];
}

const streams = (...names: readonly string[]) => names.map((name) => `wasi:io/streams ${name}`);
const http = (...names: readonly string[]) => names.map((name) => `wasi:http/types ${name}`);

export const TRAP_RULES: readonly TrapRule[] = [
  {
    rule: "bring more than 4096 bytes to one blocking write",
    says: "Buffer too large for blocking-write-and-flush (expected at most 4096)",
    at: streams("output-stream.blocking-write-and-flush"),
  },
  {
    rule: "ask for more than 4096 zeros in one blocking write",
    says: "Buffer too large for blocking-write-zeroes-and-flush (expected at most 4096)",
    at: streams("output-stream.blocking-write-zeroes-and-flush"),
  },
  {
    rule: "write more than `check-write` allowed",
    says: "write exceeded budget",
    at: streams("output-stream.write"),
  },
  {
    rule: "write more zeros than `check-write` allowed",
    says: "cannot write more zeroes than `check_write` allows",
    at: streams("output-stream.write-zeroes"),
  },
  { rule: "poll nothing", says: "empty poll list", at: ["wasi:io/poll poll"] },
  {
    rule: "drop a resource while a child of it lives",
    says: "resource has children",
    at: [
      ...streams("drop input-stream", "drop output-stream"),
      "wasi:blobstore/types drop outgoing-value",
      "wasi:sockets/tcp drop tcp-socket",
      "wasi:sockets/udp drop udp-socket",
      ...http(
        "drop incoming-request",
        "drop incoming-response",
        "drop incoming-body",
        "drop outgoing-request",
        "drop outgoing-response",
        "drop outgoing-body",
        "drop future-incoming-response",
        "drop future-trailers",
      ),
    ],
  },
  {
    rule: "hand a resource over while a child of it lives",
    says: "resource has children",
    at: [
      ...http("response-outparam.set", "incoming-body.finish", "outgoing-body.finish"),
      "wasi:http/outgoing-handler handle",
    ],
  },
  {
    rule: "use a handle after its resource was dropped or handed over",
    says: "unknown handle index",
    at: [
      "wasi:keyvalue/store bucket.set",
      "wasi:keyvalue/atomics cas.current",
      "wasi:blobstore/container container.name",
      "wasi:blobstore/container stream-object-names.read-stream-object-names",
      "wasi:blobstore/types outgoing-value.finish",
      "wasi:blobstore/types incoming-value.size",
      "wasmcloud:bus/lattice set-link-name",
      "wasmcloud:secrets/reveal reveal",
      "wasi:io/poll poll",
      "wasi:io/error error.to-debug-string",
      ...streams("input-stream.read", "drop input-stream", "output-stream.check-write"),
      "wasi:sockets/ip-name-lookup resolve-addresses",
      "wasi:sockets/tcp tcp-socket.address-family",
      "wasi:sockets/udp udp-socket.address-family",
      ...http(
        "fields.entries",
        "incoming-request.method",
        "incoming-response.status",
        "incoming-body.stream",
        "future-trailers.get",
        "outgoing-request.method",
        "outgoing-response.status-code",
        "outgoing-body.write",
        "request-options.connect-timeout",
        "response-outparam.set",
        "future-incoming-response.get",
      ),
    ],
  },
  {
    rule: "use a handle of another kind",
    says: "unknown handle index",
    at: streams("output-stream.flush", "drop output-stream"),
  },
  {
    rule: "call through a link that the project does not have",
    says: "link `nowhere` not found",
    at: [
      "wasi:keyvalue/store bucket.get",
      "wasi:keyvalue/atomics increment",
      "wasi:keyvalue/batch get-many",
      "wasi:blobstore/blobstore container-exists",
      "wasmcloud:messaging/consumer publish",
    ],
  },
  {
    rule: "hand over text that is not UTF-8",
    says: "not valid for encoding utf-8",
    at: ["wasi:keyvalue/batch set-many", "wasmcloud:messaging/consumer publish"],
  },
  {
    rule: "ask for more than 64 MiB of random bytes at once",
    says: "exceeds limit",
    at: ["wasi:random/random get-random-bytes", "wasi:random/insecure get-insecure-random-bytes"],
  },
  {
    rule: "make fields of more than 128 KiB",
    says: "fields of more than 131072 bytes",
    at: http("fields.append", "fields.set", "fields.from-list"),
  },
];

/** Rules of wasi:io whose breach ends a guest, which no script can break here. */
export const UNBREAKABLE: readonly (readonly [rule: string, why: string])[] = [
  ["write while a flush runs", "no stream of this host has a flush that a guest could see running"],
  ["poll a list longer than a `u32` counts", "its handles do not fit into the memory of a guest"],
  ["read a stream that says ten times it is ready, and has nothing", "only a fault of the host could make one"],
];
