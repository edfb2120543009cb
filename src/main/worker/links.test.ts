import { expect, it } from "vitest";

import type { PlannedLink } from "../../shared/worker-protocol.ts";
import { LinkTable } from "./links.ts";

function link(name: string, backend: string, number: number): PlannedLink {
  return {
    interface: "wasi:keyvalue/store",
    name,
    backend,
    kind: "keyvalue",
    persist: true,
    buckets: [],
    link: number,
  };
}

it("leads to the default link of an interface, and nowhere for interfaces without links", () => {
  const table = new LinkTable([link("default", "cache", 1), link("sessions", "other", 2)], []);
  expect(table.require("wasi:keyvalue/store").backend).toBe("cache");
  expect(table.current("wasi:logging/logging")).toBeUndefined();
});

it("traps where a call needs a link that the project does not have, naming those it has", () => {
  const table = new LinkTable([link("sessions", "other", 1)], []);
  expect(() => table.require("wasi:keyvalue/store")).toThrow(
    "link `default` not found for `wasi:keyvalue/store`; the project links it as: sessions",
  );
  expect(() => table.require("wasi:keyvalue/batch")).toThrow(WebAssembly.RuntimeError);
});

it("a choice holds for one interface until the next instance; what is not linked cannot be chosen", () => {
  const table = new LinkTable(
    [link("default", "cache", 1), link("sessions", "other", 2)],
    ["wasi:keyvalue/store", "wasi:http/outgoing-handler", "wasi:blobstore/container"],
  );
  expect(table.names("wasi:keyvalue/store")).toEqual(["default", "sessions"]);
  expect(table.names("wasi:http/outgoing-handler")).toEqual(["default"]);
  // The link of `wasi:blobstore/blobstore` holds for it.
  expect(table.names("wasi:blobstore/container")).toEqual([]);
  expect(table.names("acme:other/thing")).toEqual([]);
  table.choose("wasi:keyvalue/store", "sessions");
  expect(table.require("wasi:keyvalue/store").backend).toBe("other");
  table.choose("wasi:keyvalue/store", "nobody");
  expect(() => table.require("wasi:keyvalue/store")).toThrow(
    "link `nobody` not found for `wasi:keyvalue/store`; the project links it as: default, sessions",
  );
  table.reset();
  expect(table.require("wasi:keyvalue/store").backend).toBe("cache");
});
