/**
 * What no script causes, and why: functions that never succeed or whose value cannot be compared, and errors of the
 * WIT that a guest of this host never gets. Each has to be so: one that a script does cause fails the tests.
 */
export interface Exception {
  /** Without a version: `wasi:http/types`. */
  readonly interface: string;
  /** By name; one that ends in `*` stands for all that begin so. */
  readonly functions: readonly string[];
  readonly why: string;
}

/** Of functions: without a success. */
export interface SuccessException extends Exception {
  /** Nobody can call it, for want of the resource: then it has no errors either. Others are called. */
  readonly unreachable?: true;
}

/** Of errors: these cases, or all but these. */
export interface ErrorException extends Exception {
  readonly cases: readonly string[] | { readonly allBut: readonly string[] };
  /** This host does give them, but no test can bring that about. */
  readonly given?: true;
}

const ALL = ["*"];
const NONE = { allBut: [] };
const only = (...cases: readonly string[]) => ({ allBut: cases });

const NO_FOLDER = "no folder is granted, as on wasmCloud 1.x, so no guest can hold one";
const NO_ADDRESS = "every address is refused, as on wasmCloud 1.x";
const NEVER_BOUND = `${NO_ADDRESS}, so no socket is ever bound or connected`;
const ANY_NUMBER = "every number is right";

/** Functions without an asserted success. */
export const NO_SUCCESS: readonly SuccessException[] = [
  { interface: "wasi:random/random", functions: ["get-random-u64"], why: ANY_NUMBER },
  { interface: "wasi:random/insecure", functions: ["get-insecure-random-u64"], why: ANY_NUMBER },
  { interface: "wasi:random/insecure-seed", functions: ["insecure-seed"], why: ANY_NUMBER },
  {
    interface: "wasi:filesystem/types",
    functions: ["descriptor.*", "directory-entry-stream.*"],
    why: NO_FOLDER,
    unreachable: true,
  },
  {
    interface: "wasi:sockets/tcp",
    functions: [
      "tcp-socket.start-*",
      "tcp-socket.finish-*",
      "tcp-socket.accept",
      "tcp-socket.local-address",
      "tcp-socket.remote-address",
      "tcp-socket.shutdown",
    ],
    why: NEVER_BOUND,
  },
  {
    interface: "wasi:sockets/udp",
    functions: [
      "udp-socket.start-bind",
      "udp-socket.finish-bind",
      "udp-socket.stream",
      "udp-socket.local-address",
      "udp-socket.remote-address",
    ],
    why: NEVER_BOUND,
  },
  {
    interface: "wasi:sockets/udp",
    functions: ["incoming-datagram-stream.*", "outgoing-datagram-stream.*"],
    why: `${NEVER_BOUND}, and no guest can hold one`,
    unreachable: true,
  },
  { interface: "wasi:sockets/ip-name-lookup", functions: ["resolve-addresses"], why: "every lookup fails" },
  {
    interface: "wasi:sockets/ip-name-lookup",
    functions: ["resolve-address-stream.*"],
    why: "every lookup fails, so no guest can hold one",
    unreachable: true,
  },
];

const ONLY_A_NAME = "a bucket is its name until it is used, as on wasmCloud 1.x: opening one asks nobody";
const CONFIG_READ = "values are read before a component runs: one that cannot be read keeps the project from opening";
const OPTION_KEPT = "an option is only kept, for a connection that never comes to be";
const TOLD_LATER = "what goes wrong on the way is told by `future-incoming-response.get`";

/** What the http client of this host has no reason to say. */
const SAID_BY_NOBODY = [
  "destination-not-found",
  "destination-unavailable",
  "connection-write-timeout",
  "HTTP-request-length-required",
  "HTTP-request-URI-too-long",
  "HTTP-request-header-section-size",
  "HTTP-request-header-size",
  "HTTP-request-trailer-section-size",
  "HTTP-request-trailer-size",
  "HTTP-response-header-size",
  "HTTP-response-trailer-size",
  "HTTP-response-content-coding",
  "HTTP-response-timeout",
  "configuration-error",
];

/** Errors that a guest never gets. */
export const NO_ERROR: readonly ErrorException[] = [
  { interface: "wasi:keyvalue/store", functions: ["open"], cases: ["other"], why: ONLY_A_NAME },
  {
    interface: "wasi:keyvalue/atomics",
    functions: ["cas.current"],
    cases: NONE,
    why: "it gives what `cas.new` read",
  },
  { interface: "wasi:config/store", functions: ALL, cases: ["upstream", "io"], why: CONFIG_READ },
  { interface: "wasi:config/runtime", functions: ALL, cases: ["upstream", "io"], why: CONFIG_READ },
  {
    interface: "wasmcloud:secrets/store",
    functions: ["get"],
    cases: ["upstream"],
    why: "every source of secrets is a file or a variable of this machine",
  },
  {
    interface: "wasi:blobstore/container",
    functions: ["container.name"],
    cases: NONE,
    why: "a container knows its name",
  },
  {
    interface: "wasi:blobstore/container",
    functions: ["stream-object-names.*"],
    cases: NONE,
    why: "the names were read by `list-objects`",
  },
  {
    interface: "wasi:blobstore/types",
    functions: ["incoming-value.incoming-value-consume-async"],
    cases: NONE,
    why: "what goes wrong is told by its stream",
  },
  {
    interface: "wasi:http/types",
    functions: ["fields.from-list"],
    cases: ["immutable"],
    why: "what it makes is new",
  },
  {
    interface: "wasi:http/types",
    functions: ["request-options.set-*"],
    cases: NONE,
    why: "every timeout is supported",
  },
  {
    interface: "wasi:http/types",
    functions: ["response-outparam.send-informational"],
    cases: only("HTTP-protocol-error"),
    why: "it only refuses a status that is not informational",
  },
  {
    interface: "wasi:http/types",
    functions: ["outgoing-body.finish"],
    cases: only("HTTP-request-body-size", "HTTP-response-body-size"),
    why: "it only knows that a body is not as long as was said",
  },
  {
    interface: "wasi:http/types",
    functions: ["future-incoming-response.get"],
    cases: SAID_BY_NOBODY,
    why: "this host has no reason to say so",
  },
  {
    interface: "wasi:http/types",
    functions: ["future-incoming-response.get"],
    cases: ["DNS-timeout", "destination-IP-prohibited"],
    why: "this host gives them where a name server hangs, or a firewall forbids the address, which no test has",
    given: true,
  },
  {
    interface: "wasi:http/types",
    functions: ["future-incoming-response.get"],
    cases: [
      "HTTP-request-body-size",
      "HTTP-request-method-invalid",
      "HTTP-response-body-size",
      "HTTP-response-trailer-section-size",
      "HTTP-response-transfer-coding",
    ],
    why: "it is told before the request leaves, by the body that the guest writes, or by the one that it reads",
  },
  ...trailerErrors(),
  {
    interface: "wasi:http/outgoing-handler",
    functions: ["handle"],
    cases: only(
      "HTTP-request-body-size",
      "HTTP-request-method-invalid",
      "HTTP-request-URI-invalid",
      "HTTP-protocol-error",
    ),
    why: TOLD_LATER,
  },
  ...socketErrors("tcp", ["start-bind", "start-connect"], "access-denied"),
  ...socketErrors("tcp", ["finish-bind", "finish-connect", "finish-listen"], "not-in-progress"),
  ...socketErrors("tcp", ["start-listen", "accept", "local-address", "remote-address", "shutdown"], "invalid-state"),
  ...socketOptions("tcp", [
    "set-listen-backlog-size",
    "set-keep-alive-idle-time",
    "set-keep-alive-interval",
    "set-keep-alive-count",
    "set-hop-limit",
    "set-receive-buffer-size",
    "set-send-buffer-size",
  ]),
  ...keptOptions("tcp", [
    "keep-alive-enabled",
    "set-keep-alive-enabled",
    "keep-alive-idle-time",
    "keep-alive-interval",
    "keep-alive-count",
    "hop-limit",
    "receive-buffer-size",
    "send-buffer-size",
  ]),
  ...socketErrors("udp", ["start-bind"], "access-denied"),
  ...socketErrors("udp", ["finish-bind"], "not-in-progress"),
  ...socketErrors("udp", ["stream", "local-address", "remote-address"], "invalid-state"),
  ...socketOptions("udp", ["set-unicast-hop-limit", "set-receive-buffer-size", "set-send-buffer-size"]),
  ...keptOptions("udp", ["unicast-hop-limit", "receive-buffer-size", "send-buffer-size"]),
  ...["tcp", "udp"].map((kind) => ({
    interface: `wasi:sockets/${kind}-create-socket`,
    functions: ALL,
    cases: NONE,
    why: "a socket is only its options, as long as nothing is bound",
  })),
  {
    interface: "wasi:sockets/ip-name-lookup",
    functions: ["resolve-addresses"],
    cases: only("permanent-resolver-failure"),
    why: "a lookup fails before anybody looks at the name",
  },
];

function trailerErrors(): readonly ErrorException[] {
  const about = { interface: "wasi:http/types", functions: ["future-trailers.get"] };
  const caused = [
    "err",
    "connection-read-timeout",
    "HTTP-protocol-error",
    "HTTP-response-incomplete",
    "HTTP-response-trailer-section-size",
    "HTTP-response-transfer-coding",
  ];
  const ofTls = ["TLS-protocol-error", "TLS-alert-received"];
  const ofClient = ["connection-terminated"];
  return [
    {
      ...about,
      cases: ofTls,
      why: "this host gives them where TLS breaks in the middle of an answer, which no test has",
      given: true,
    },
    {
      ...about,
      cases: ofClient,
      why: "this host gives it where a client breaks off its request, but ends the component, too, which may be sooner",
      given: true,
    },
    { ...about, cases: only(...caused, ...ofTls, ...ofClient), why: "an answer has begun by then" },
  ];
}

function socketErrors(kind: string, names: readonly string[], code: string): readonly ErrorException[] {
  const functions = names.map((name) => `${kind}-socket.${name}`);
  return [{ interface: `wasi:sockets/${kind}`, functions, cases: only(code), why: NEVER_BOUND }];
}

function socketOptions(kind: string, names: readonly string[]): readonly ErrorException[] {
  const functions = names.map((name) => `${kind}-socket.${name}`);
  return [{ interface: `wasi:sockets/${kind}`, functions, cases: only("invalid-argument"), why: OPTION_KEPT }];
}

function keptOptions(kind: string, names: readonly string[]): readonly ErrorException[] {
  const functions = names.map((name) => `${kind}-socket.${name}`);
  return [{ interface: `wasi:sockets/${kind}`, functions, cases: NONE, why: OPTION_KEPT }];
}
