import { readFileSync } from "node:fs";

import { Ajv } from "ajv";
import { expect, test } from "vitest";

const read = (path: string) =>
  JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), "utf8")) as Record<string, unknown>;

interface BuilderConfig {
  readonly productName: string;
  readonly icon: string;
  readonly linux: { readonly executableName: string; readonly maintainer: string; readonly syncDesktopName: boolean };
  readonly electronVersion: string;
  readonly files: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
}

const schema = read("node_modules/app-builder-lib/scheme.json");
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

test("the packager's configuration fits its schema", () => {
  const valid = validate(read("electron-builder.json"));
  expect(validate.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

test("the schema is one that finds mistakes", () => {
  expect(validate({ ...read("electron-builder.json"), asarr: true })).toBe(false);
});

test("it packages the Electron of package.json, with every fuse closed that a guest could use", () => {
  const config = read("electron-builder.json") as unknown as BuilderConfig;
  const { devDependencies } = read("package.json") as { devDependencies: Record<string, string> };
  expect(config.electronVersion).toBe(devDependencies["electron"]);
  expect(config.electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test("what a package for Linux has to say of itself is there, and its windows find their entry of the desktop", () => {
  const { productName, linux, icon } = read("electron-builder.json") as unknown as BuilderConfig;
  const metadata = read("package.json");
  // Without them the packager refuses to make a .deb.
  expect(metadata["homepage"]).toMatch(/^https:/);
  expect(linux.maintainer).toMatch(/^[^<]+ <\S+@\S+>$/);
  expect([metadata["productName"], metadata["desktopName"], linux.syncDesktopName]).toEqual([
    productName,
    `${linux.executableName}.desktop`,
    true,
  ]);
  const png = readFileSync(new URL(`../${icon}`, import.meta.url));
  // macOS takes nothing smaller.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512]);
});

test("no Node binary and no build tool is packaged", () => {
  const { files } = read("electron-builder.json") as unknown as BuilderConfig;
  const { optionalDependencies } = read("package.json") as { optionalDependencies: Record<string, string> };
  const excluded = files.filter((pattern) => pattern.startsWith("!"));
  for (const name of [...Object.keys(optionalDependencies), "binaryen"]) {
    expect(excluded).toContain(`!node_modules/${name}/**`);
  }
});
