import { once } from "node:events";
import { chmod, chown, readdir, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { describe, expect, it } from "vitest";

import { httpHello } from "../../../test/guests/guests.ts";
import { startHost } from "./fixtures/host-process.ts";
import { openTestStudio, testFolder, testProject } from "./test-studio.ts";

const NOBODY = 65534;

describe("a project that cannot be opened", () => {
  it("because its folder cannot be written says so, and nothing stands there afterwards", async () => {
    const project = await testProject({ components: { hello: await httpHello() } });
    const own = await testFolder();
    await chmod(dirname(own), 0o755);
    await chmod(project.folder, 0o555);
    await chmod(own, 0o777);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(own, NOBODY, NOBODY);
    const env = { VITRINE_DATA_HOME: join(own, "data"), VITRINE_CACHE_HOME: join(own, "cache") };
    const uid = isRoot ? [String(NOBODY)] : [];
    const refused = startHost([project.folder, "hold", ...uid], env);
    expect(JSON.parse(await refused.next())).toMatchObject({
      code: "store-not-writable",
      message: expect.stringMatching(/\.vitrine: EACCES.*Give yourself write permission/) as string,
    });
    expect(await refused.end()).toBe(0);
    expect(await readdir(project.folder)).toEqual(["build", "vitrine.jsonc"]);
    // The component alone keeps its state elsewhere.
    const bare = startHost([project.wasm("hello"), "hold", ...uid], env);
    expect(await bare.next()).toBe("ready");
    expect(await bare.end()).toBe(0);
    await chmod(project.folder, 0o755);
  });

  it("because its store is of a newer version is left as it is", async () => {
    const project = await testProject({ components: { hello: await httpHello() } });
    for (const [file, code] of [
      ["journal.sqlite", "store-newer"],
      ["state.sqlite", "store-newer"],
    ] as const) {
      await (await openTestStudio(project))[Symbol.asyncDispose]();
      const path = join(project.folder, ".vitrine", file);
      const version = setVersion(path, 999);
      await expect(openTestStudio(project)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(/newer/) as string,
      });
      expect(setVersion(path, version)).toBe(999);
    }
    await using studio = await openTestStudio(project);
    await studio.ready("hello");
  });

  it("because a value of its configuration is missing frees everything again", async () => {
    const project = await testProject({
      components: { first: await httpHello(), second: await httpHello() },
      settings: { second: { config: { from: ["c"] } } },
      manifest: { configs: { c: { file: "missing.env" } } },
    });
    const host = startHost([project.folder]);
    expect(JSON.parse(await host.next())).toMatchObject({ code: "manifest-invalid" });
    // Nobody closed its input: that it ends by itself shows that nothing is left open.
    expect(await host.exit).toBe(0);
    await writeFile(join(project.folder, "missing.env"), "a=b");
    await using studio = await openTestStudio(project);
    await studio.ready("second");
  });

  it("because its port is taken and it may take no other frees everything again", async () => {
    const taken = await busyPort();
    const project = await testProject({
      components: { hello: await httpHello() },
      manifest: {
        triggers: { http: [{ listen: "127.0.0.1:0" }, { listen: `127.0.0.1:${taken.port}`, ifBusy: "fail" }] },
      },
    });
    const host = startHost([project.folder]);
    expect(JSON.parse(await host.next())).toMatchObject({
      code: "port-in-use",
      message: expect.stringMatching(new RegExp(`Port ${taken.port} on 127.0.0.1 is taken`)) as string,
    });
    expect(await host.exit).toBe(0);
    await taken[Symbol.asyncDispose]();
    await using studio = await openTestStudio(project);
    await studio.ready("hello");
  });
});

it("leaves a port that is taken to its holder, who is named, takes the next free one, and shows it", async () => {
  await using taken = await busyPort();
  const project = await testProject({
    components: { hello: await httpHello() },
    manifest: { triggers: { http: [{ listen: `127.0.0.1:${taken.port}` }] } },
  });
  await using studio = await openTestStudio(project);
  const { triggers, problems } = await studio.api.project();
  expect(triggers).toMatchObject([{ url: studio.http, moved: { wished: taken.port, holder: "this studio" } }]);
  expect(new URL(studio.http).port).not.toBe(String(taken.port));
  expect(problems).toMatchObject([
    { severity: "info", title: expect.stringContaining(`port ${taken.port} is taken`) as string },
  ]);
  await studio.ready("hello");
  expect((await fetch(studio.http)).status).toBe(200);
});

async function busyPort(): Promise<{ readonly port: number } & AsyncDisposable> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, "close");
    },
  };
}

/** Returns what it was. */
function setVersion(path: string, version: number): number {
  const db = new DatabaseSync(path);
  try {
    const before = db.prepare("PRAGMA user_version").get()?.["user_version"];
    db.exec(`PRAGMA user_version = ${version}`);
    return Number(before);
  } finally {
    db.close();
  }
}
