import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { chromiumArguments, findElectron, hasDisplay, whyEnded } from "./find-electron.mjs";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "vitrine-electron-"));
});
afterEach(() => rm(root, { recursive: true }));

const inElectron = (path: string) => join(root, "node_modules/electron", path);
async function put(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(inElectron(path)), { recursive: true });
    await writeFile(inElectron(path), text);
  }
}
const manifest = { "package.json": '{"version":"45.4.1"}' };
const binary = { "path.txt": "electron", "dist/electron": "", "dist/version": "v45.4.1\n" };

describe("the binary", () => {
  test.each<[string, Record<string, string>, string]>([
    ["the package is absent", {}, "not installed"],
    ["nothing was downloaded", manifest, "has not been downloaded yet"],
    ["the file is missing", { ...manifest, "path.txt": "electron" }, "is missing"],
    [
      "it is of another version",
      { ...manifest, ...binary, "dist/version": "44.0.0" },
      "the binary is 44.0.0, not 45.4.1",
    ],
    ["its version is unknown", { ...manifest, "path.txt": "electron", "dist/electron": "" }, "of no known version"],
  ])("is not found when %s", async (_name, files, why) => {
    await put(files);
    expect(findElectron({ root, env: {} })).toMatchObject({ ok: false, why: expect.stringContaining(why) as string });
  });

  test("is found where the installer puts it", async () => {
    await put({ ...manifest, ...binary });
    expect(findElectron({ root, env: {} })).toEqual({ ok: true, path: inElectron("dist/electron"), version: "45.4.1" });
  });

  test("is taken from ELECTRON_OVERRIDE_DIST_PATH alone when that is set", async () => {
    await put({ ...manifest, ...binary });
    const elsewhere = inElectron("dist");
    expect(findElectron({ root, env: { ELECTRON_OVERRIDE_DIST_PATH: elsewhere } })).toMatchObject({ ok: true });
    expect(findElectron({ root, env: { ELECTRON_OVERRIDE_DIST_PATH: join(root, "none") } })).toMatchObject({
      ok: false,
    });
  });
});

test("a display is what X11 or Wayland says on Linux, and there elsewhere", () => {
  expect([
    hasDisplay({}, "linux"),
    hasDisplay({ DISPLAY: "" }, "linux"),
    hasDisplay({ DISPLAY: ":0" }, "linux"),
    hasDisplay({ WAYLAND_DISPLAY: "wayland-0" }, "linux"),
    hasDisplay({}, "darwin"),
    hasDisplay({}, "win32"),
  ]).toEqual([false, false, true, true, true, true]);
});

test("Chromium gets what it needs on Linux alone: no sandbox as root, no shared memory where there is little", () => {
  const enough = 1024 ** 3;
  expect([
    chromiumArguments({ platform: "linux", uid: 0, sharedBytes: enough }),
    chromiumArguments({ platform: "linux", uid: 1000, sharedBytes: enough }),
    chromiumArguments({ platform: "linux", uid: 1000, sharedBytes: 64 * 1024 ** 2 }),
    chromiumArguments({ platform: "darwin", uid: 0, sharedBytes: 0 }),
  ]).toEqual([["--no-sandbox"], [], ["--disable-dev-shm-usage"], []]);
});

describe("an app that ended at once", () => {
  const end = (code: number, args: readonly string[] = [], platform: NodeJS.Platform = "linux") =>
    whyEnded(code, "/e/dist/electron", args, { platform, proc: root });

  test("did so for a reason unless somebody ended it", () => {
    expect([0, 129, 130, 137, 143].map((code) => end(code))).toEqual(Array<undefined>(5).fill(undefined));
    expect(end(1)?.why).toMatch(/code 1\b/);
    expect(end(127)?.why).toMatch(/library/);
    expect(end(133, [], "darwin")?.why).toMatch(/code 133/);
    expect(end(133, ["--no-sandbox"])).toMatchObject({
      why: expect.stringMatching(/code 133/) as string,
      advice: expect.stringMatching(/--disable-gpu/) as string,
    });
  });

  test.each([
    ["kernel/apparmor_restrict_unprivileged_userns", "1\n", /AppArmor/],
    ["kernel/unprivileged_userns_clone", "0\n", /this system/],
    ["user/max_user_namespaces", "0\n", /this system/],
    ["kernel/apparmor_restrict_unprivileged_userns", "0\n", /container/],
  ])("because of the sandbox says what to do about it (%s: %s)", async (name, value, reason) => {
    await mkdir(dirname(join(root, "sys", name)), { recursive: true });
    await writeFile(join(root, "sys", name), value);
    expect(end(133)?.why).toMatch(reason);
    expect(end(133)?.advice).toContain('sudo chmod 4755 "/e/dist/chrome-sandbox"');
  });
});
