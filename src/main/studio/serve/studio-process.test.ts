import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";

import { afterAll, beforeAll, expect, test } from "vitest";

import { StudioError } from "../../../shared/errors.ts";
import { type Connection, connect, namesOf } from "../../../shared/rpc.ts";
import type { FromStudioProcess, SelfTestApi, ToStudioProcess } from "../../../shared/studio-process.ts";
import { openDesk } from "../desk/desk.ts";
import { sourceEntries } from "../source-entries.ts";
import { connectToServer } from "./client.ts";
import type { OpenedStudio } from "./connector.ts";
import type { ElectronPort } from "./message-port.ts";
import { openSelfTest } from "./self-test.ts";
import { runStudioProcess } from "./studio-process.ts";

const methods = namesOf<SelfTestApi>()("echo", "facts");
let rendererRoot: string;
beforeAll(async () => {
  rendererRoot = await mkdtemp(join(tmpdir(), "vitrine-process-"));
});
afterAll(() => rm(rendererRoot, { recursive: true }));

/** A Node port in the form of Electron's. */
function electronPort(port: MessagePort): ElectronPort {
  return {
    on: (event: string, listener: (event: { data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** The shell's side. */
class Parent {
  readonly #inbox: FromStudioProcess[] = [];
  #listener: ((event: { data: unknown; ports: readonly ElectronPort[] }) => void) | undefined;
  #wake = Promise.withResolvers<void>();
  readonly exited = Promise.withResolvers<number>();

  constructor(open: (project: string | undefined) => Promise<OpenedStudio>) {
    runStudioProcess({
      parent: {
        on: (_event, listener) => {
          this.#listener = listener;
        },
        postMessage: (message) => {
          this.#inbox.push(message as FromStudioProcess);
          this.#wake.resolve();
          this.#wake = Promise.withResolvers();
        },
      },
      open,
      rendererRoot,
      desk: openDesk(sourceEntries()),
      exit: (code) => this.exited.resolve(code),
    });
  }

  send(message: ToStudioProcess, ports: readonly ElectronPort[] = []): void {
    this.#listener?.({ data: message, ports });
  }

  async next(): Promise<FromStudioProcess> {
    for (;;) {
      const message = this.#inbox.shift();
      if (message !== undefined) return message;
      await this.#wake.promise;
    }
  }

  attach(nonce: string): { connection: Connection<SelfTestApi, object>; raw: MessagePort } {
    const { port1, port2 } = new MessageChannel();
    this.send({ t: "attach", nonce }, [electronPort(port1)]);
    const connection = connect<SelfTestApi, object>(
      {
        post: (message) => port2.postMessage(message),
        onMessage: (listener) => void port2.on("message", listener),
        onClose: (listener) => void port2.on("close", listener),
        close: () => port2.close(),
      },
      methods,
    );
    return { connection, raw: port2 };
  }
}

const selfTest = () =>
  Promise.resolve(openSelfTest({ now: () => performance.now(), request: () => Promise.resolve("200 {}") }));

test("a window attached before the project is open is connected when it is, and the hand-over acknowledged at once", async () => {
  const opening = Promise.withResolvers<OpenedStudio>();
  const parent = new Parent(() => opening.promise);
  parent.send({ t: "open", project: "/p" });
  const { connection } = parent.attach("n1");
  const answer = connection.api.echo(new Uint8Array([1, 2]));
  expect(await parent.next()).toEqual({ t: "acknowledged", nonce: "n1" });
  opening.resolve(await selfTest());
  expect(await answer).toEqual(new Uint8Array([1, 2]));
  expect(await parent.next()).toEqual({ t: "opened" });
  connection.close();
});

test("a project that cannot be opened is told with its reason, and waiting windows are let go", async () => {
  const parent = new Parent(() => Promise.reject(new StudioError("project-not-found", "There is no /p.")));
  parent.send({ t: "open", project: "/p" });
  const { raw } = parent.attach("n1");
  await once(raw, "close");
  expect(await parent.next()).toEqual({
    t: "failed",
    error: { code: "project-not-found", message: "There is no /p.", details: {} },
  });
});

test("a window that goes away is disposed of, the project stays", async () => {
  const inner = await selfTest();
  const disposed = Promise.withResolvers<void>();
  const parent = new Parent(() =>
    Promise.resolve({
      connect: (port) => {
        const window = inner.connect(port);
        return {
          [Symbol.dispose]: () => {
            window[Symbol.dispose]();
            disposed.resolve();
          },
        };
      },
      [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
    }),
  );
  parent.send({ t: "open", project: "/p" });
  const first = parent.attach("n1").connection;
  await first.api.echo(new Uint8Array());
  first.close();
  await disposed.promise;
  const second = parent.attach("n2").connection;
  expect(await second.api.echo(new Uint8Array([3]))).toEqual(new Uint8Array([3]));
  second.close();
});

test("serve starts one server, however often it is asked, and shutdown ends it with exit code 0", async () => {
  const parent = new Parent(selfTest);
  parent.send({ t: "open" });
  expect(await parent.next()).toEqual({ t: "opened" });
  parent.send({ t: "serve" });
  const first = await parent.next();
  parent.send({ t: "serve" });
  expect(await parent.next()).toEqual(first);
  if (first.t !== "serving") throw new Error(`unexpected ${first.t}`);
  const { origin, hash } = new URL(first.url);
  const connection = connect<SelfTestApi, object>(await connectToServer(origin, hash.slice("#t=".length)), methods);
  const facts = await connection.api.facts();
  expect([facts.node, facts.sqlite]).toEqual([process.versions.node, true]);
  parent.send({ t: "shutdown" });
  expect(await parent.exited.promise).toBe(0);
  await expect(connectToServer(origin, "x")).rejects.toMatchObject({ code: "studio-lost" });
});

test("a ping is answered while the project is still opening", async () => {
  const parent = new Parent(() => new Promise(() => undefined));
  parent.send({ t: "open", project: "/p" });
  parent.send({ t: "ping", n: 7 });
  expect(await parent.next()).toEqual({ t: "pong", n: 7 });
});
