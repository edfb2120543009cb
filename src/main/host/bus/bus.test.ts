import { expect, it } from "vitest";

import type { HostModule } from "../context.ts";
import { testContext } from "../test-context.ts";
import type { WitError } from "../wit-error.ts";
import { createLattice } from "./interface.ts";

interface Lattice extends HostModule {
  readonly CallTargetInterface: new (namespace: string, packageName: string, interfaceName: string) => object;
  setLinkName(name: string, interfaces: readonly object[]): void;
}

function lattice(checked: boolean) {
  const chosen: [string, string][] = [];
  const links = {
    names: (target: string) => (target === "wasi:keyvalue/store" ? ["default", "sessions"] : ["default"]),
    choose: (target: string, name: string) => void chosen.push([target, name]),
  };
  const module = createLattice(testContext({ links }), checked) as unknown as Lattice;
  const target = (name: string) => {
    const [packageId = "", interfaceName = ""] = name.split("/");
    const [namespace = "", packageName = ""] = packageId.split(":");
    return new module.CallTargetInterface(namespace, packageName, interfaceName);
  };
  return { chosen, set: (name: string, ...targets: string[]) => module.setLinkName(name, targets.map(target)) };
}

it("1.0.0 takes any name for each interface of the list", () => {
  const { chosen, set } = lattice(false);
  set("nobody", "wasi:keyvalue/store", "wasi:keyvalue/batch");
  expect(chosen).toEqual([
    ["wasi:keyvalue/store", "nobody"],
    ["wasi:keyvalue/batch", "nobody"],
  ]);
});

it("2.0.0 takes names that every interface of the list is linked under", () => {
  const { chosen, set } = lattice(true);
  set("sessions", "wasi:keyvalue/store");
  set("default", "wasi:keyvalue/store", "wasi:keyvalue/batch");
  set("whatever");
  expect(chosen).toEqual([
    ["wasi:keyvalue/store", "sessions"],
    ["wasi:keyvalue/store", "default"],
    ["wasi:keyvalue/batch", "default"],
  ]);
});

it("2.0.0 changes nothing when one of them is not, and says which", () => {
  const { chosen, set } = lattice(true);
  let payload: unknown;
  try {
    set("sessions", "wasi:keyvalue/store", "wasi:keyvalue/batch");
  } catch (error) {
    payload = (error as WitError<string>).payload;
  }
  expect(payload).toBe("interface `wasi:keyvalue/batch` does not have an existing link with name `sessions`");
  expect(chosen).toEqual([]);
});
