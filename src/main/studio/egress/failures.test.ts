import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OutgoingHead } from "../../../shared/worker-protocol.ts";
import { CallGuest } from "./fixtures/call-guest.ts";
import { selfSigned } from "./fixtures/self-signed.ts";
import { Servers } from "./fixtures/servers.ts";

const servers = new Servers();
let own: { readonly cert: string; readonly key: string };
beforeAll(() => {
  own = selfSigned();
});
afterAll(() => servers[Symbol.asyncDispose]());

type Head = Partial<OutgoingHead> & Pick<OutgoingHead, "authority">;

async function errorOf(head: Head): Promise<unknown> {
  const answer = await new CallGuest(head).answer;
  return answer.tag === "err" ? answer.error : answer;
}

describe("a request without an answer fails as", () => {
  it("DNS-error, for a name that nobody has", async () => {
    const error = await errorOf({ authority: "no-such-host.invalid" });
    expect(error).toMatchObject({
      tag: "DNS-error",
      val: { rcode: expect.stringMatching(/^(NXDOMAIN|SERVFAIL)$/) as unknown },
    });
  });

  it("connection-refused, where nobody listens", async () => {
    expect(await errorOf({ authority: await servers.nobody() })).toEqual({ tag: "connection-refused" });
  });

  it("connection-timeout, when the handshake does not come to an end in time", async () => {
    const authority = await servers.tcp(() => undefined);
    const error = await errorOf({ authority, scheme: "https", timeouts: { connectMs: 30 } });
    expect(error).toEqual({ tag: "connection-timeout" });
  });

  it("connection-read-timeout, when the server does not answer in time", async () => {
    const authority = await servers.tcp((socket) => socket.resume());
    expect(await errorOf({ authority, timeouts: { firstByteMs: 30 } })).toEqual({ tag: "connection-read-timeout" });
  });

  it("connection-read-timeout, when the server answers half a head and no more", async () => {
    const authority = await servers.raw("HTTP/1.1 200 OK\r\n", "stay");
    expect(await errorOf({ authority, timeouts: { firstByteMs: 30 } })).toEqual({ tag: "connection-read-timeout" });
  });

  it("connection-terminated, when the server hangs up, resets, or only closes its half", async () => {
    const hangsUp = await servers.tcp((socket) => socket.destroy());
    const resets = await servers.raw("", "reset");
    const halfCloses = await servers.tcp((socket) => socket.resume().end());
    const errors = await Promise.all([hangsUp, resets, halfCloses].map((authority) => errorOf({ authority })));
    expect(errors).toEqual(Array(3).fill({ tag: "connection-terminated" }));
  });

  it("connection-terminated, when the server hangs up in the handshake", async () => {
    const authority = await servers.raw("", "close");
    expect(await errorOf({ authority, scheme: "https" })).toEqual({ tag: "connection-terminated" });
  });

  it("HTTP-response-incomplete, when the head breaks off", async () => {
    const authority = await servers.raw("HTTP/1.1 200 OK\r\nContent-Le", "close");
    expect(await errorOf({ authority })).toEqual({ tag: "HTTP-response-incomplete" });
  });

  it("HTTP-protocol-error, when what comes is no HTTP", async () => {
    const authority = await servers.raw("220 mail.example ESMTP\r\n", "stay");
    expect(await errorOf({ authority })).toEqual({ tag: "HTTP-protocol-error" });
  });

  it("HTTP-response-header-section-size, for a head beyond what is taken", async () => {
    const authority = await servers.raw(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(200_000)}\r\n\r\n`, "stay");
    expect(await errorOf({ authority })).toEqual({ tag: "HTTP-response-header-section-size", val: 131_072 });
  });

  it("HTTP-upgrade-failed, when the server speaks another protocol from now on", async () => {
    const authority = await servers.raw("HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n", "stay");
    expect(await errorOf({ authority })).toEqual({ tag: "HTTP-upgrade-failed" });
  });

  it("HTTP-request-URI-invalid, for an authority that is more than host and port", async () => {
    const errors = await Promise.all(
      ["user:secret@127.0.0.1", "127.0.0.1/path", ""].map((authority) => errorOf({ authority })),
    );
    expect(errors).toEqual(Array(3).fill({ tag: "HTTP-request-URI-invalid" }));
  });

  it("TLS-certificate-error, when nobody vouches for the server", async () => {
    const authority = await servers.tls(own, (socket) => socket.resume());
    expect(await errorOf({ authority, scheme: "https" })).toEqual({ tag: "TLS-certificate-error" });
  });

  it("TLS-protocol-error, when the server speaks no TLS", async () => {
    const authority = await servers.raw("HTTP/1.1 400 Bad Request\r\n\r\n", "close");
    expect(await errorOf({ authority, scheme: "https" })).toEqual({ tag: "TLS-protocol-error" });
  });

  it("TLS-alert-received, with the alert, when the server refuses the handshake", async () => {
    const authority = await servers.tls({ ...own, ALPNCallback: () => undefined }, (socket) => socket.resume());
    expect(await errorOf({ authority, scheme: "https" })).toEqual({
      tag: "TLS-alert-received",
      val: { alertId: 120, alertMessage: "no_application_protocol" },
    });
    const picky = await servers.tls(
      { ...own, maxVersion: "TLSv1.2", ciphers: "PSK", minVersion: "TLSv1.2" },
      () => undefined,
    );
    expect(await errorOf({ authority: picky, scheme: "https" })).toEqual({
      tag: "TLS-alert-received",
      val: { alertId: 40, alertMessage: "handshake_failure" },
    });
  });

  it("internal-error with the reason, when the guest breaks off its own body", async () => {
    const authority = await servers.http((request) => request.resume());
    const guest = new CallGuest({ authority, method: "POST", hasBody: true });
    guest.send("some");
    guest.fail("the component dropped the body");
    expect(await guest.answer).toEqual({
      tag: "err",
      error: { tag: "internal-error", val: "the component dropped the body" },
    });
  });
});

describe("a response that has begun fails as", () => {
  const cut = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello";
  const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";

  async function endOf(head: Head) {
    const guest = new CallGuest(head);
    expect(await guest.answer).toMatchObject({ tag: "ok", status: 200 });
    const end = await guest.end;
    return { text: guest.text, code: end.kind === "failed" ? end.code : end };
  }

  it("HTTP-response-incomplete, when its body breaks off, and what came before is there", async () => {
    for (const [answer, then] of [
      [cut, "close"],
      [chunked, "close"],
      [cut, "reset"],
    ] as const) {
      const end = await endOf({ authority: await servers.raw(answer, then) });
      expect(end.code).toEqual({ tag: "HTTP-response-incomplete" });
      if (then === "close") expect(end.text).toBe("hello");
    }
  });

  it("HTTP-response-transfer-coding, when it is not chunked as it says", async () => {
    const authority = await servers.raw(`${chunked}zz\r\n`, "stay");
    expect(await endOf({ authority })).toEqual({
      text: "hello",
      code: { tag: "HTTP-response-transfer-coding", val: "chunked" },
    });
  });

  it("connection-read-timeout, when its body pauses for too long", async () => {
    const authority = await servers.raw(cut, "stay");
    expect(await endOf({ authority, timeouts: { betweenBytesMs: 30 } })).toEqual({
      text: "hello",
      code: { tag: "connection-read-timeout" },
    });
  });
});
