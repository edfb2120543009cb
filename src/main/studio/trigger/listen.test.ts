import { once } from "node:events";
import { spawn } from "node:child_process";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { StudioError } from "../../../shared/errors.ts";
import { listen } from "./listen.ts";

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

function server(): Server {
  const made = createServer();
  servers.push(made);
  return made;
}

async function busyPort(port = 0): Promise<number> {
  const busy = server();
  busy.listen(port, "127.0.0.1");
  await once(busy, "listening");
  return (busy.address() as AddressInfo).port;
}

async function refusal(work: Promise<unknown>): Promise<StudioError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof StudioError)) throw new Error("it was not refused", { cause: error });
  return error;
}

describe("a port to listen on", () => {
  test("is the wished one when it is free", async () => {
    const port = await busyPort();
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect(await listen(server(), { host: "127.0.0.1", port, ifBusy: "fail" })).toEqual({ port });
  });

  test("is a later one when the wished one is taken, and tells by whom", async () => {
    const wished = await busyPort();
    const listening = await listen(server(), { host: "127.0.0.1", port: wished, ifBusy: "next-free" });
    expect(listening.port).toBeGreaterThan(wished);
    expect(listening.moved?.wished).toBe(wished);
    if (process.platform === "linux") expect(listening.moved?.holder).toBe("this studio");
  });

  test("taken by another process names that process", async () => {
    const script = "const s=require('net').createServer().listen(0,'127.0.0.1',()=>console.log(s.address().port))";
    const other = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const [line] = (await once(other.stdout, "data")) as [Buffer];
      const port = Number(line.toString());
      const error = await refusal(listen(server(), { host: "127.0.0.1", port, ifBusy: "fail" }));
      expect([error.code, error.details["port"]]).toEqual(["port-in-use", port]);
      if (process.platform === "linux") expect(error.message).toContain(`(process ${other.pid})`);
    } finally {
      other.kill();
      await once(other, "exit");
    }
  });

  test("is refused when it is taken and no other may be used", async () => {
    const port = await busyPort();
    const error = await refusal(listen(server(), { host: "127.0.0.1", port, ifBusy: "fail" }));
    expect([error.code, error.message]).toEqual([
      "port-in-use",
      expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`),
    ]);
    expect(error.message).toContain('"ifBusy": "next-free"');
  });

  test("is refused when the last ports there are are taken, too", async () => {
    const last = 65_535;
    await busyPort(last);
    const error = await refusal(listen(server(), { host: "127.0.0.1", port: last, ifBusy: "next-free" }));
    expect([error.code, error.details["port"]]).toEqual(["port-in-use", last]);
  });

  test("on an address that is not of this machine is refused as such", async () => {
    const error = await refusal(listen(server(), { host: "192.0.2.1", port: 0, ifBusy: "next-free" }));
    expect([error.code, error.message]).toEqual([
      "address-unavailable",
      expect.stringContaining("Cannot listen on 192.0.2.1"),
    ]);
  });
});
