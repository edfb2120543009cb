/** What stands at the other end of the scripts of wasi:http, and how each of it fails. */
import { selfSigned } from "../egress/fixtures/self-signed.ts";
import type { Servers } from "../egress/fixtures/servers.ts";
import { answer } from "./http-peer.ts";

/** Addresses as an authority has them: `127.0.0.1:40123`. */
export interface Peers {
  /** Answers what `TALK` asks. */
  readonly answering: string;
  /** Sends the head of its answer at once, and `HELD_BACK` once it has the whole request. */
  readonly holdingBack: string;
  readonly nobody: string;
  /** Takes connections, and says nothing. */
  readonly silent: string;
  readonly hangingUp: string;
  /** Closes the connection in the middle of the head. */
  readonly cuttingHead: string;
  readonly noHttp: string;
  readonly largeHead: string;
  readonly upgrading: string;
  /** Of these the head comes, and the body or what follows it goes wrong. */
  readonly cuttingBody: string;
  readonly pausing: string;
  readonly badChunks: string;
  readonly largeTrailers: string;
  readonly badTrailers: string;
  /** Has trailers, and they are as they should be. */
  readonly withTrailers: string;
  /** Speaks TLS, but nobody vouches for it. */
  readonly selfSigned: string;
  readonly noTls: string;
  /** Refuses the handshake. */
  readonly alerting: string;
  /** Where the project itself is going to listen. */
  readonly ourselves: string;
}

export const HELD_BACK = "held back";
const CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
const CUT = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello";
const TOO_LARGE = "y".repeat(200_000);

export async function openPeers(servers: Servers): Promise<Peers> {
  const own = selfSigned();
  return {
    answering: await servers.http(answer),
    holdingBack: await servers.http((asked, answering) => {
      answering.writeHead(200).flushHeaders();
      asked.resume().on("end", () => answering.end(HELD_BACK));
    }),
    nobody: await servers.nobody(),
    silent: await servers.tcp((socket) => socket.resume()),
    hangingUp: await servers.tcp((socket) => socket.destroy()),
    cuttingHead: await servers.raw("HTTP/1.1 200 OK\r\nContent-Le", "close"),
    noHttp: await servers.raw("220 mail.example ESMTP\r\n", "stay"),
    largeHead: await servers.raw(`HTTP/1.1 200 OK\r\nx: ${TOO_LARGE}\r\n\r\n`, "stay"),
    upgrading: await servers.raw("HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n", "stay"),
    cuttingBody: await servers.raw(CUT, "close"),
    pausing: await servers.raw(CUT, "stay"),
    badChunks: await servers.raw(`${CHUNKED}zz\r\n`, "stay"),
    largeTrailers: await servers.raw(`${CHUNKED}0\r\nx: ${TOO_LARGE}\r\n\r\n`, "stay"),
    badTrailers: await servers.raw(`${CHUNKED}0\r\nno field\r\n\r\n`, "stay"),
    withTrailers: await servers.raw(`${CHUNKED}0\r\nx-end: yes\r\n\r\n`, "stay"),
    selfSigned: await servers.tls(own, (socket) => socket.resume()),
    noTls: await servers.raw("HTTP/1.1 400 Bad Request\r\n\r\n", "close"),
    alerting: await servers.tls({ ...own, ALPNCallback: () => undefined }, (socket) => socket.resume()),
    ourselves: await servers.nobody(),
  };
}
