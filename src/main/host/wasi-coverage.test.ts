import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { HostModule } from "./context.ts";
import { createIo } from "./io/index.ts";
import { packages } from "./packages.ts";
import { wasiWitFolder } from "./test-component.ts";
import { testContext } from "./test-context.ts";

/** Interfaces a component exports and a host calls. */
const EXPORTED = ["run", "incoming-handler"];

interface WitMember {
  readonly interface: string;
  /** Absent for a plain function. */
  readonly resource?: string;
  /** `constructor` for a constructor; absent for the resource itself. */
  readonly member?: string;
  readonly isStatic?: boolean;
}

/** The functions and resources of a package's WIT text, by its lines. */
function membersOf(wit: string): WitMember[] {
  const members: WitMember[] = [];
  let current = "";
  let resource: string | undefined;
  let depth = 0;
  for (const line of wit.split("\n").map((text) => text.replace(/\/\/.*$/, "").trim())) {
    const [, opened] = /^interface ([\w-]+) \{/.exec(line) ?? [];
    if (opened !== undefined) current = opened;
    const [, declared] = /^resource ([\w-]+)/.exec(line) ?? [];
    if (declared !== undefined) {
      members.push({ interface: current, resource: declared });
      if (line.endsWith("{")) resource = declared;
    }
    const [, name, isStatic] = /^%?([\w-]+): (static )?func\b/.exec(line) ?? [];
    const member = line.startsWith("constructor(") ? "constructor" : name;
    if (member !== undefined && current !== "") {
      members.push({
        interface: current,
        ...(resource === undefined ? {} : { resource }),
        member,
        isStatic: isStatic !== undefined,
      });
    }
    depth += (line.match(/\{/g) ?? []).length - (line.match(/\}/g) ?? []).length;
    if (depth === 1) resource = undefined;
    if (depth === 0) current = "";
  }
  return members.filter((found) => !EXPORTED.includes(found.interface));
}

function camelCase(name: string): string {
  return name.replaceAll(/-([\w])/g, (_, letter: string) => letter.toUpperCase());
}

function isServed(member: WitMember, module: HostModule | undefined): boolean {
  if (member.resource === undefined) return typeof module?.[camelCase(member.member ?? "")] === "function";
  const resource = module?.[camelCase(`-${member.resource}`)];
  if (typeof resource !== "function") return false;
  if (member.member === undefined || member.member === "constructor") return true;
  const holder = (member.isStatic === true ? resource : resource.prototype) as Readonly<Record<string, unknown>>;
  return typeof holder[camelCase(member.member)] === "function";
}

test.each(["io", "cli", "clocks", "random", "filesystem", "sockets", "http"])(
  "wasi:%s serves every function and resource of version 0.2.12",
  (name) => {
    const ctx = testContext();
    const offered = packages.find((candidate) => candidate.name === `wasi:${name}`);
    const modules = offered?.create(ctx, createIo(ctx)) ?? {};
    const members = membersOf(readFileSync(join(wasiWitFolder(), `wasi-${name}`, "package.wit"), "utf8"));
    expect(members.length).toBeGreaterThan(0);
    const moduleOf = (interfaceName: string) =>
      offered?.interfaces.find((served) => served.name === interfaceName && served.versions.includes("0.2.x"))
        ?.module ?? "";
    expect(members.filter((member) => !isServed(member, modules[moduleOf(member.interface)]))).toEqual([]);
  },
);

test("the reading of WIT finds what it should", () => {
  const members = membersOf(readFileSync(join(wasiWitFolder(), "wasi-http", "package.wit"), "utf8"));
  expect(members).toContainEqual({ interface: "types", resource: "fields", member: "constructor", isStatic: false });
  expect(members).toContainEqual({ interface: "types", resource: "fields", member: "from-list", isStatic: true });
  expect(members).toContainEqual({ interface: "types", member: "http-error-code", isStatic: false });
  expect(members).toContainEqual({ interface: "outgoing-handler", member: "handle", isStatic: false });
});
