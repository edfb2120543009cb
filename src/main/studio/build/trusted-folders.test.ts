import { chmodSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";

import { expect, test } from "vitest";

import { TempProject } from "../project/testing/temp-project.ts";
import type { UserEnvironment } from "../project/user-folders.ts";
import { TrustedFolders } from "./trusted-folders.ts";

function userIn(folder: TempProject): UserEnvironment {
  return { env: { VITRINE_DATA_HOME: folder.path("data") }, platform: "linux", home: folder.path("home") };
}

test("trust is for one folder, by whatever way one comes to it, and ends when it is taken back", () => {
  using folder = new TempProject({ "shop/part/x": "", "other/x": "" });
  symlinkSync(folder.path("shop"), folder.path("link"));
  const trusted = new TrustedFolders(userIn(folder));
  expect(trusted.isTrusted(folder.path("shop"))).toBe(false);
  trusted.trust(folder.path("link"));
  const again = new TrustedFolders(userIn(folder));
  expect(["shop", "link", "shop/part", "other", "nowhere"].map((path) => again.isTrusted(folder.path(path)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  again.distrust(folder.path("shop"));
  expect(trusted.isTrusted(folder.path("shop"))).toBe(false);
});

test("a folder that takes the place of a trusted one by a link is not trusted", () => {
  using folder = new TempProject({ "shop/x": "", "evil/x": "" });
  const trusted = new TrustedFolders(userIn(folder));
  trusted.trust(folder.path("shop"));
  rmSync(folder.path("shop"), { recursive: true });
  symlinkSync(folder.path("evil"), folder.path("shop"));
  expect(trusted.isTrusted(folder.path("shop"))).toBe(false);
});

test("a list that others may write, that is a link, or that is damaged trusts nobody, and is mended by the next trust", () => {
  using folder = new TempProject({ "shop/x": "" });
  const trusted = new TrustedFolders(userIn(folder));
  trusted.trust(folder.path("shop"));
  const list = folder.path("data/trusted-folders.json");
  chmodSync(list, 0o666);
  expect(trusted.isTrusted(folder.path("shop"))).toBe(false);
  chmodSync(list, 0o600);
  expect(trusted.isTrusted(folder.path("shop"))).toBe(true);

  folder.write("elsewhere.json", readFileSync(list, "utf8"));
  rmSync(list);
  symlinkSync(folder.path("elsewhere.json"), list);
  expect(trusted.isTrusted(folder.path("shop"))).toBe(false);

  rmSync(list);
  writeFileSync(list, "{ oh", { mode: 0o600 });
  expect(trusted.isTrusted(folder.path("shop"))).toBe(false);
  trusted.trust(folder.path("shop"));
  expect(trusted.isTrusted(folder.path("shop"))).toBe(true);
});

test("what is not there cannot be trusted", () => {
  using folder = new TempProject();
  expect(() => new TrustedFolders(userIn(folder)).trust(folder.path("nowhere"))).toThrow(
    expect.objectContaining({ code: "project-not-found" }),
  );
});
