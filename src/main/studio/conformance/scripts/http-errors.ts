/** How outgoing requests fail: before they leave, on their way, and while their answer is read. */
import { MAX_OUTGOING_CALLS } from "../../../../shared/worker-protocol.ts";
import type { Peers } from "../peers.ts";
import { anything, callsOf, Handle, type Script, type Step, type Value, variantCase } from "../script.ts";
import { type Asked, err, makes, ok, opensAnswer, sends, waitsFor } from "./http-requests.ts";

const types = callsOf("wasi:http/types@0.2.12");
const outgoing = callsOf("wasi:http/outgoing-handler@0.2.12");
const streams = callsOf("wasi:io/streams@0.2.12");
const ioError = callsOf("wasi:io/error@0.2.12");

/** Time enough for a peer that never answers to be given up. */
const SOON_NS = 30_000_000n;

export function httpErrors(peers: Peers): readonly Script[] {
  return [
    refusedAtOnce(peers),
    onTheWay(peers),
    overTls(peers),
    dropsItsBody(peers),
    tooManyAtOnce(peers),
    whileRead(peers),
  ];
}

/** Asks, and gets this error in place of an answer. */
function failsAs(code: Value, asked: Asked): readonly Step[] {
  const future = new Handle("future response");
  return [
    ...sends(future, asked),
    ...waitsFor(future),
    types("future-incoming-response.get", future).gives(ok(err(code))),
    types.drop("future-incoming-response", future),
  ];
}

function refusedAtOnce({ answering }: Peers): Script {
  const request = new Handle("request");
  const bare = new Handle("request without a body");
  const disagreeing = new Handle("fields with two lengths");
  const sized = new Handle("fields with a length");
  const refused = (made: Handle, code: Value, ...prepared: readonly Step[]): readonly Step[] => [
    ...makes(made, { authority: answering }),
    ...prepared,
    outgoing("handle", made, undefined).err(code),
  ];
  return {
    does: "is told at once what cannot be sent over HTTP",
    steps: [
      ...refused(
        request,
        variantCase("HTTP-protocol-error"),
        types("outgoing-request.set-scheme", request, variantCase("other", "ftp")).ok(),
      ),
      ...refused(
        request,
        variantCase("HTTP-request-URI-invalid"),
        types("outgoing-request.set-authority", request, undefined).ok(),
      ),
      ...refused(
        request,
        variantCase("HTTP-request-method-invalid"),
        types("outgoing-request.set-method", request, "connect").ok(),
      ),
      types("fields.from-list", [
        ["content-length", "1"],
        ["content-length", "2"],
      ]).ok(disagreeing),
      types("outgoing-request.constructor", disagreeing).gives(request),
      types("outgoing-request.set-authority", request, answering).ok(),
      outgoing("handle", request, undefined).err(variantCase("HTTP-protocol-error")),
      types("fields.from-list", [["content-length", "5"]]).ok(sized),
      types("outgoing-request.constructor", sized).gives(bare),
      types("outgoing-request.set-authority", bare, answering).ok(),
      outgoing("handle", bare, undefined).err(variantCase("HTTP-request-body-size", 0n)),
    ],
  };
}

function onTheWay(peers: Peers): Script {
  const plain: readonly (readonly [code: string, authority: string])[] = [
    ["HTTP-request-denied", "nobody-allowed-this.invalid"],
    ["HTTP-request-URI-invalid", "user:password@127.0.0.1"],
    ["destination-IP-unroutable", "255.255.255.255"],
    ["connection-refused", peers.nobody],
    ["connection-terminated", peers.hangingUp],
    ["HTTP-response-incomplete", peers.cuttingHead],
    ["HTTP-protocol-error", peers.noHttp],
    ["HTTP-upgrade-failed", peers.upgrading],
  ];
  return {
    does: "is told how a request failed on its way",
    steps: [
      ...plain.flatMap(([code, authority]) => failsAs(variantCase(code), { authority })),
      ...failsAs(variantCase("DNS-error", { rcode: anything, "info-code": undefined }), {
        authority: "no-such-host.invalid",
      }),
      ...failsAs(variantCase("HTTP-response-header-section-size", 131_072), { authority: peers.largeHead }),
      ...failsAs(variantCase("connection-read-timeout"), {
        authority: peers.silent,
        timeouts: { "first-byte": SOON_NS },
      }),
    ],
  };
}

function overTls(peers: Peers): Script {
  const alert = { "alert-id": 120, "alert-message": "no_application_protocol" };
  return {
    does: "is told how TLS failed",
    steps: [
      ...failsAs(variantCase("TLS-certificate-error"), { authority: peers.selfSigned, scheme: "HTTPS" }),
      ...failsAs(variantCase("TLS-protocol-error"), { authority: peers.noTls, scheme: "HTTPS" }),
      ...failsAs(variantCase("TLS-alert-received", alert), { authority: peers.alerting, scheme: "HTTPS" }),
      ...failsAs(variantCase("connection-timeout"), {
        authority: peers.silent,
        scheme: "HTTPS",
        timeouts: { connect: SOON_NS },
      }),
    ],
  };
}

function dropsItsBody({ silent }: Peers): Script {
  const request = new Handle("request");
  const body = new Handle("body");
  const short = new Handle("a body that is too short");
  const future = new Handle("future response");
  const headers = new Handle("fields");
  const internal = variantCase("internal-error", "the component dropped the body without finishing it");
  return {
    does: "is told of a request body that it drops, or that is shorter than it said",
    steps: [
      ...makes(request, { authority: silent }),
      types("outgoing-request.set-method", request, "post").ok(),
      types("outgoing-request.body", request).ok(body),
      outgoing("handle", request, undefined).ok(future),
      types.drop("outgoing-body", body),
      ...waitsFor(future),
      types("future-incoming-response.get", future).gives(ok(err(internal))),
      types("fields.from-list", [["content-length", "5"]]).ok(headers),
      types("outgoing-request.constructor", headers).gives(request),
      types("outgoing-request.body", request).ok(short),
      types("outgoing-body.finish", short, undefined).err(variantCase("HTTP-request-body-size", 0n)),
    ],
  };
}

function tooManyAtOnce({ silent }: Peers): Script {
  const pending = Array.from({ length: MAX_OUTGOING_CALLS }, (_, number) => new Handle(`future ${number}`));
  return {
    does: `is refused one more request while ${MAX_OUTGOING_CALLS} are under way`,
    steps: [
      ...pending.flatMap((future) => sends(future, { authority: silent })),
      ...failsAs(variantCase("connection-limit-reached"), { authority: silent }),
      ...pending.slice(0, 1).map((future) => types("future-incoming-response.get", future).gives(undefined)),
    ],
  };
}

/** The answer has begun, so it is the body that fails, once, and its trailers after it. */
function whileRead(peers: Peers): Script {
  const coding = variantCase("HTTP-response-transfer-coding", "chunked");
  const pausing: Asked = { authority: peers.pausing, timeouts: { "between-bytes": SOON_NS } };
  const trailers = variantCase("HTTP-response-trailer-section-size", 131_072);
  return {
    does: "is told by the body, and by the trailers, how an answer broke off",
    steps: [
      ...breaksOff(variantCase("HTTP-response-incomplete"), { authority: peers.cuttingBody }),
      ...breaksOff(coding, { authority: peers.badChunks }),
      ...breaksOff(trailers, { authority: peers.largeTrailers }),
      ...breaksOff(variantCase("HTTP-protocol-error"), { authority: peers.badTrailers }),
      ...breaksOff(variantCase("connection-read-timeout"), pausing),
    ],
  };
}

function breaksOff(code: Value, asked: Asked): readonly Step[] {
  const body = new Handle("body");
  const input = new Handle("input");
  const error = new Handle("error");
  const trailers = new Handle("future trailers");
  return [
    ...opensAnswer(asked, body, input),
    streams("input-stream.blocking-read", input, 5n).ok("hello"),
    streams("input-stream.blocking-read", input, 5n).err(variantCase("last-operation-failed", error)),
    types("http-error-code", error).gives(code),
    ioError.drop("error", error),
    streams("input-stream.blocking-read", input, 5n).err("closed"),
    streams.drop("input-stream", input),
    types("incoming-body.finish", body).gives(trailers),
    ...waitsFor(trailers, "future-trailers"),
    types("future-trailers.get", trailers).gives(ok(err(code))),
    types("future-trailers.get", trailers).gives(variantCase("err")),
  ];
}
