import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { TempProject } from "../project/testing/temp-project.ts";
import { SourceFilter } from "./source-filter.ts";
import { type SourceChange, SourceTree } from "./source-tree.ts";
import { SourceWatcher } from "./source-watcher.ts";

function filterFor(folder: TempProject, watch: { include?: string[]; exclude?: string[] } = {}, wasm = "out/a.wasm") {
  return new SourceFilter({
    component: { root: folder.root, wasm: folder.path(wasm), watch: { debounceMs: 10, ...watch } },
  });
}

async function watching(folder: TempProject, isOnNetwork = false) {
  const told: SourceChange[][] = [];
  const reasons: string[] = [];
  let wake = Promise.withResolvers<void>();
  const watcher = new SourceWatcher({
    filter: filterFor(folder, { include: ["src/**"] }),
    debounceMs: 10,
    isOnNetwork,
    onChanged: (changes) => {
      told.push([...changes]);
      wake.resolve();
      wake = Promise.withResolvers();
    },
    onPolling: (why) => reasons.push(why),
  });
  await watcher.ready;
  /** Every change told, once one of a path is among them, and the removal of another. */
  const until = async (path: string, removed?: string): Promise<readonly SourceChange[]> => {
    for (;;) {
      const all = told.flat();
      const gone = removed === undefined || all.some((change) => change.path === removed && change.kind === "removed");
      if (gone && all.some((change) => change.path === path)) return all;
      await wake.promise;
    }
  };
  return { watcher, reasons, until };
}

describe("the watcher of sources", () => {
  test("tells of files in folders that came to be later, and of folders that were moved away", async () => {
    using folder = new TempProject({ "a.js": "" });
    const { watcher, until } = await watching(folder);
    await using _closing = watcher;
    folder.write("src/deep/er/a.js", "1");
    expect(await until("src/deep/er/a.js")).toEqual([{ path: "src/deep/er/a.js", kind: "added" }]);
    renameSync(folder.path("src/deep"), folder.path("elsewhere"));
    folder.write("src/b.js", "1");
    const all = await until("src/b.js", "src/deep/er/a.js");
    expect(all.map(({ path, kind }) => `${kind} ${path}`).toSorted()).toEqual([
      "added src/b.js",
      "added src/deep/er/a.js",
      "removed src/deep/er/a.js",
    ]);
  });

  test("looks by itself on a network file system, and says why", async () => {
    using folder = new TempProject({ "src/a.js": "1" });
    const { watcher, reasons, until } = await watching(folder, true);
    await using _closing = watcher;
    folder.write("src/a.js", "2");
    expect(await until("src/a.js")).toEqual([{ path: "src/a.js", kind: "changed" }]);
    expect([watcher.mode, reasons]).toEqual([
      "polling",
      ["it is on a network file system, which does not tell of changes"],
    ]);
  });

  // A user namespace has limits of its own, so nobody else on the machine runs into them.
  const UNSHARE = "unshare";
  const canLimit = spawnSync(UNSHARE, ["-U", "-r", "true"]).status === 0;
  test.runIf(canLimit).each([
    ["max_inotify_watches", "3", "limit for watched files", "fs.inotify.max_user_watches"],
    ["max_inotify_instances", "0", "limit for watchers", "fs.inotify.max_user_instances"],
  ])("looks by itself when the system's %s are used up, and says which limit to raise", (limit, value, what, fix) => {
    using folder = new TempProject(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`src/${i}/a.js`, "1"])));
    const script = fileURLToPath(new URL("./testing/watch-in-small-limits.ts", import.meta.url));
    const shell = `echo ${value} > /proc/sys/user/${limit} && exec "$0" "$1" "$2"`;
    const child = spawnSync(UNSHARE, ["-U", "-r", "sh", "-c", shell, process.execPath, script, folder.root], {
      encoding: "utf8",
    });
    expect(child.stderr).toBe("");
    const result = JSON.parse(child.stdout) as { readonly polling: string };
    expect(result).toMatchObject({ changed: ["src/9/a.js"], mode: "polling" });
    expect(result.polling).toContain(what);
    expect(result.polling).toContain(fix);
  });
});

describe("the tree of sources", () => {
  test("knows files by content: times, inodes and the same text again are no change", async () => {
    using folder = new TempProject({ "src/a.js": "1", "src/b.js": "1", "src/big.bin": "x".repeat(600_000) });
    const tree = new SourceTree(filterFor(folder));
    expect((await tree.scan()).map(({ path }) => path)).toEqual(["src/a.js", "src/b.js", "src/big.bin"]);
    utimesSync(folder.path("src/a.js"), 1, 1);
    rmSync(folder.path("src/b.js"));
    folder.write("src/b.js", "1");
    utimesSync(folder.path("src/big.bin"), 1, 1);
    expect(await tree.scan()).toEqual([]);
    folder.write("src/big.bin", `${"x".repeat(599_999)}y`);
    expect(await tree.scan()).toEqual([{ path: "src/big.bin", kind: "changed" }]);
  });

  test("sees a change that keeps size and time", async () => {
    using folder = new TempProject({ "src/a.js": "1" });
    utimesSync(folder.path("src/a.js"), 5, 5);
    const tree = new SourceTree(filterFor(folder));
    await tree.scan();
    folder.write("src/a.js", "2");
    utimesSync(folder.path("src/a.js"), 5, 5);
    expect(await tree.scan()).toEqual([{ path: "src/a.js", kind: "changed" }]);
  });

  test("does not walk round linked folders, and has no file that a link leads nowhere for", async () => {
    using folder = new TempProject({ "src/a.js": "1" });
    symlinkSync(folder.path("src"), folder.path("src/again"));
    symlinkSync("nowhere", folder.path("src/.#a.js"));
    symlinkSync("nowhere", folder.path("src/lost.js"));
    expect(await new SourceTree(filterFor(folder)).scan()).toEqual([{ path: "src/a.js", kind: "added" }]);
  });
});

describe("what is a source without a word in the project file", () => {
  const cases = [
    [
      "Rust",
      { "Cargo.toml": "" },
      "target/wasm32-wasip2/release/a.wasm",
      ["Cargo.toml", "src/lib.rs", "crates/x/src/lib.rs", "build.rs", "wit/world.wit"],
    ],
    ["Go", { "go.mod": "" }, "build/a.wasm", ["go.mod", "main.go", "internal/x/x.go", "wit/world.wit"]],
    ["JavaScript", { "package.json": "" }, "dist/a.wasm", ["package.json", "index.js", "src/a.ts", "wit/world.wit"]],
    ["Python", { "pyproject.toml": "" }, "a.wasm", ["pyproject.toml", "app.py", "pkg/a.py", "wit/world.wit"]],
  ] as const;
  const others = [
    "target/debug/build/x/out/gen.rs",
    "node_modules/x/src/a.ts",
    "node_modules/x/main.go",
    ".git/src/a.rs",
    ".vitrine/src/a.rs",
    "build/a.wasm",
    "dist/bundle.js",
    "wit/deps/io/io.wit",
    "README.md",
    ".venv/lib/a.py",
    "a.wasm",
    "src/main.rs~",
    "src/.a.rs.swp",
  ];
  test.each(cases)("is right for %s", async (_, files, wasm, sources) => {
    using folder = new TempProject(files);
    for (const path of [...sources, ...others]) folder.write(path, path);
    const found = (await new SourceTree(filterFor(folder, {}, wasm)).scan()).map(({ path }) => path);
    expect(found).toEqual([...sources].toSorted());
  });

  test("installed packages, the state folder and the artefact are none even where a pattern names everything", async () => {
    using folder = new TempProject();
    for (const path of ["a.rs", "node_modules/a.js", ".vitrine/b", ".git/c", "target/x/d.rs", "src/e"])
      folder.write(path, "");
    folder.write("target/wasm32-wasip2/release/a.wasm", "");
    mkdirSync(folder.path("empty"));
    const filter = filterFor(folder, { include: ["**/*"], exclude: ["./src/"] }, "target/wasm32-wasip2/release/a.wasm");
    expect((await new SourceTree(filter).scan()).map(({ path }) => path)).toEqual(["a.rs"]);
  });
});
