import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { loadProject, locateProject } from "./load-project.ts";
import { fileSystemType, isOnNetworkFileSystem } from "./network-file-system.ts";
import { prepareStateFolder } from "./state-folder.ts";
import { TempProject } from "./testing/temp-project.ts";
import { preparePrivateFolder, userCacheFolder, userDataFolder, type UserEnvironment } from "./user-folders.ts";

const MANIFEST = '{ "version": 1, "components": { "api": { "wasm": "api.wasm" } } }';

function userIn(home: string): UserEnvironment {
  return { env: {}, platform: "linux", home };
}

describe("a path", () => {
  test("of a folder, of its project file and through a link is the same project", () => {
    using folder = new TempProject({ "shop/vitrine.jsonc": MANIFEST });
    symlinkSync(folder.path("shop"), folder.path("link"));
    const user = userIn(folder.root);
    const expected = {
      kind: "folder",
      path: folder.path("shop"),
      root: folder.path("shop"),
      statePath: folder.path("shop/.vitrine"),
    };
    for (const path of ["shop", "shop/vitrine.jsonc", "link", "link/vitrine.jsonc"]) {
      expect(loadProject(folder.path(path), user)).toMatchObject(expected);
      expect(locateProject(folder.path(path), user)).toEqual(expected);
    }
    expect(existsSync(folder.path("shop/.vitrine"))).toBe(false);
  });

  test("of a bare artefact is a project with the defaults, whose state lies with the user", () => {
    using folder = new TempProject({ "build/my counter_s.wasm": "" });
    const project = loadProject(folder.path("build/my counter_s.wasm"), userIn(folder.path("home")));
    expect(project).toMatchObject({
      kind: "artefact",
      path: folder.path("build/my counter_s.wasm"),
      root: folder.path("build"),
      warnings: [],
      manifestFiles: [],
    });
    const { manifest, statePath } = project;
    expect(manifest.name).toBe("my-counter_s");
    expect(manifest.components.map(({ name, wasm }) => [name, wasm])).toEqual([
      ["my-counter_s", folder.path("build/my counter_s.wasm")],
    ]);
    expect(manifest.triggers.http).toEqual([
      {
        name: "http",
        host: "127.0.0.1",
        port: 8000,
        ifBusy: "next-free",
        routes: [{ path: "/", component: "my-counter_s" }],
        implied: true,
      },
    ]);
    expect(manifest.backends.map(({ name, kind }) => [name, kind])).toEqual([
      ["keyvalue", "keyvalue"],
      ["blobstore", "blobstore"],
      ["messaging", "messaging"],
    ]);
    expect(statePath.startsWith(folder.path("home/.local/share/vitrine/artefacts/"))).toBe(true);
    expect(statePath).toMatch(/build-my-counter_s\.wasm-[0-9a-f]{16}$/);
  });

  test("of an artefact keeps its state through a clean build, and shares it with no other", () => {
    using folder = new TempProject({ "build/a.wasm": "1", "other/a.wasm": "1" });
    const user = userIn(folder.root);
    const first = locateProject(folder.path("build/a.wasm"), user).statePath;
    rmSync(folder.path("build"), { recursive: true });
    folder.write("build/a.wasm", "2");
    symlinkSync(folder.path("build"), folder.path("alias"));
    expect(locateProject(folder.path("build/a.wasm"), user).statePath).toBe(first);
    expect(locateProject(folder.path("alias/a.wasm"), user).statePath).toBe(first);
    expect(locateProject(folder.path("other/a.wasm"), user).statePath).not.toBe(first);
  });

  const wrong: readonly (readonly [string, Readonly<Record<string, string>>, string, RegExp])[] = [
    [
      "nothing",
      {},
      "nowhere",
      /nowhere cannot be opened: nothing is there\. Give a project folder, its vitrine\.jsonc, or a component/,
    ],
    ["something below a file", { file: "" }, "file/x", /nothing is there/],
    [
      "an empty folder",
      {},
      ".",
      /it has no vitrine\.jsonc\. Make a project of it with `vitrine new \S+`, or open a component \(\.wasm\) directly\.$/,
    ],
    [
      "a folder with artefacts",
      { "build/a.wasm": "", "b.wasm": "" },
      ".",
      /Add one, or open a component directly: \S+\/b\.wasm, \S+\/build\/a\.wasm\.$/,
    ],
    [
      "a folder with a misnamed file",
      { "vitrine.json": "{}" },
      ".",
      /it has no vitrine\.jsonc, only vitrine\.json\. Rename that file/,
    ],
    [
      "a local file",
      { "vitrine.local.jsonc": "{}" },
      "vitrine.local.jsonc",
      /only laid over a vitrine\.jsonc\. Open .*vitrine\.jsonc instead/,
    ],
    ["another file", { "Cargo.toml": "" }, "Cargo.toml", /it is a file of another kind/],
  ];
  test.each(wrong)("of %s is refused with what was looked for", (_, files, path, message) => {
    using folder = new TempProject(files);
    expect(() => loadProject(folder.path(path), userIn(folder.root))).toThrow(
      expect.objectContaining({ code: "project-not-found", message: expect.stringMatching(message) }),
    );
  });

  test("of a project whose file is wrong still tells where its state is", () => {
    using folder = new TempProject({ "vitrine.jsonc": "{" });
    expect(locateProject(folder.root).statePath).toBe(folder.path(".vitrine"));
    expect(() => loadProject(folder.root)).toThrow(expect.objectContaining({ code: "manifest-invalid" }));
  });
});

describe("the state folder", () => {
  test("is made with a rule that keeps it out of git, and left alone when it is there", () => {
    using folder = new TempProject();
    const path = folder.path(".vitrine");
    prepareStateFolder(path);
    expect(readFileSync(join(path, ".gitignore"), "utf8")).toBe("*\n");
    folder.write(".vitrine/.gitignore", "mine");
    prepareStateFolder(path);
    expect(readFileSync(join(path, ".gitignore"), "utf8")).toBe("mine");
  });

  test("is refused when it is a link or a file", () => {
    using folder = new TempProject({ file: "" });
    symlinkSync(folder.root, folder.path(".vitrine"));
    expect(() => prepareStateFolder(folder.path(".vitrine"))).toThrow(
      expect.objectContaining({ code: "path-outside-project" }),
    );
    expect(() => prepareStateFolder(folder.path("file"))).toThrow(
      expect.objectContaining({ code: "store-not-writable" }),
    );
  });

  test.each([
    ["cannot be made", false],
    ["cannot be written", true],
  ])("that %s is refused with what to do", (_, exists) => {
    using folder = new TempProject();
    const path = folder.path("locked/.vitrine");
    mkdirSync(folder.path("locked"));
    if (exists) mkdirSync(path);
    chmodSync(folder.root, 0o755);
    for (const each of exists ? [path, folder.path("locked")] : [folder.path("locked")]) chmodSync(each, 0o555);
    const script = fileURLToPath(new URL("./testing/as-nobody.ts", import.meta.url));
    const child = spawnSync(process.execPath, [script, path], { encoding: "utf8" });
    chmodSync(folder.path("locked"), 0o755);
    const error = JSON.parse(child.stdout) as { code: string; message: string };
    expect(error.code).toBe("store-not-writable");
    expect(error.message).toMatch(/cannot be kept in .*locked\/\.vitrine: EACCES.*Give yourself write permission/);
  });
});

describe("the user's folders", () => {
  test.each([
    ["linux", {}, "/h/.local/share/vitrine", "/h/.cache/vitrine"],
    ["linux", { XDG_DATA_HOME: "/d", XDG_CACHE_HOME: "/c" }, "/d/vitrine", "/c/vitrine"],
    ["linux", { XDG_DATA_HOME: "relative", XDG_CACHE_HOME: "" }, "/h/.local/share/vitrine", "/h/.cache/vitrine"],
    ["linux", { VITRINE_DATA_HOME: "/v", VITRINE_CACHE_HOME: "/w", XDG_DATA_HOME: "/d" }, "/v", "/w"],
    ["darwin", { XDG_DATA_HOME: "/d" }, "/h/Library/Application Support/Vitrine", "/h/Library/Caches/Vitrine"],
    ["win32", { LOCALAPPDATA: "/l" }, "/l/Vitrine/Data", "/l/Vitrine/Cache"],
    ["win32", {}, "/h/AppData/Local/Vitrine/Data", "/h/AppData/Local/Vitrine/Cache"],
  ] as const)("on %s with %j are where that system keeps such things", (platform, env, data, cache) => {
    const user: UserEnvironment = { platform, env, home: "/h" };
    expect([userDataFolder(user), userCacheFolder(user)]).toEqual([data, cache]);
  });

  test("for code to run are entered by their owner alone", () => {
    using folder = new TempProject();
    mkdirSync(folder.path("open"), { mode: 0o777 });
    chmodSync(folder.path("open"), 0o777);
    for (const path of ["new/deep", "open"]) {
      preparePrivateFolder(folder.path(path));
      expect(lstatSync(folder.path(path)).mode & 0o777).toBe(0o700);
    }
  });

  test("for code to run are refused when they are links or files", () => {
    using folder = new TempProject({ file: "", "real/x": "" });
    symlinkSync(folder.path("real"), folder.path("link"));
    for (const path of ["link", "file"]) {
      expect(() => preparePrivateFolder(folder.path(path))).toThrow(
        expect.objectContaining({ code: "store-not-writable" }),
      );
    }
  });
});

describe("a network file system", () => {
  const mounts = [
    "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
    "30 22 0:40 / /home rw - nfs4 server:/home rw",
    "31 30 0:41 / /home/ann/My\\040Disk rw shared:5 master:1 - fuse.sshfs ann@x rw",
    "32 22 0:42 / /data rw - ext4 /dev/vdb rw",
    "33 32 0:43 / /data rw - cifs //s/data rw",
  ].join("\n");
  test.each([
    ["/srv/x", "ext4"],
    ["/home", "nfs4"],
    ["/home/ann", "nfs4"],
    ["/homes", "ext4"],
    ["/home/ann/My Disk/p", "fuse.sshfs"],
    ["/data/x", "cifs"],
  ])("%s lies on %s, by the nearest mount that covers it", (path, type) => {
    expect(fileSystemType(mounts, path)).toBe(type);
  });

  test("is told by the mounts of this machine, and a folder that is not there is on none", () => {
    const own = process.platform === "linux" ? readFileSync("/proc/self/mountinfo", "utf8") : "";
    using folder = new TempProject();
    const type = fileSystemType(own, realpathSync(folder.root));
    expect(isOnNetworkFileSystem(folder.root)).toBe(/^(nfs|9p|fuse|virtiofs|cifs|vboxsf)/.test(type ?? ""));
    renameSync(folder.root, `${folder.root}-gone`);
    expect(isOnNetworkFileSystem(folder.root)).toBe(false);
    renameSync(`${folder.root}-gone`, folder.root);
  });
});
