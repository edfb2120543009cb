import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";

import { expect, it } from "vitest";

import { userEnvironment } from "../project/user-folders.ts";
import { startHost } from "../fixtures/host-process.ts";
import { testProject } from "../test-studio.ts";
import { TrustedFolders } from "./trusted-folders.ts";

/** Connects to the test and stays; its child does, too, and does not end when it is asked to. */
const ENDLESS_BUILD = `
import { connect } from "node:net";
import { spawn } from "node:child_process";
const [port, deaf] = process.argv.slice(2);
connect(Number(port), "127.0.0.1");
if (deaf === undefined) spawn(process.execPath, [process.argv[1], port, "deaf"], { stdio: "inherit" });
else process.on("SIGTERM", () => undefined);
`;

// On Windows the tree of a process that is gone cannot be had in a test of this kind.
it.runIf(process.platform !== "win32")(
  "ends a running build with everything it started when the studio is killed",
  async () => {
    await using server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const project = await testProject({
      components: { api: undefined },
      settings: { api: { build: { command: [process.execPath, "build.mjs", String(port)] } } },
    });
    await writeFile(join(project.folder, "build.mjs"), ENDLESS_BUILD);
    new TrustedFolders(userEnvironment()).trust(project.folder);
    const ends: Promise<unknown>[] = [];
    const both = new Promise<void>((resolve) => {
      server.on("connection", (socket: Socket) => {
        socket.on("error", () => undefined);
        socket.resume();
        ends.push(once(socket, "close"));
        if (ends.length === 2) resolve();
      });
    });
    const host = startHost([project.folder]);
    expect(await host.next()).toBe("ready");
    await both;
    await host.kill();
    // The system closes what a process held when it ends, and not before.
    await Promise.all(ends);
  },
);
