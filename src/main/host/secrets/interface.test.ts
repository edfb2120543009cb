import { expect, it } from "vitest";

import { StorageError } from "../../state/storage-error.ts";
import type { HostContext, HostSecrets } from "../context.ts";
import { hostFunction, testContext } from "../test-context.ts";
import { Trap } from "../trap.ts";
import { WitError } from "../wit-error.ts";
import { secrets } from "./index.ts";

const AUDIT_LOST = "the disk is full";
const secret = { key: "k", source: "file", value: "v" };

function modulesWith(served: HostSecrets) {
  const ctx: HostContext = { ...testContext(), secrets: served };
  return secrets.create(ctx, {} as never);
}

it("a secret that cannot be put into the audit is an error of its WIT, io", () => {
  const lost = () => {
    throw new StorageError(AUDIT_LOST);
  };
  const get = hostFunction(modulesWith({ get: lost, revealing: () => undefined }), "store", "get");
  expect(() => get("k")).toThrow(WitError);
  expect(() => get("k")).toThrow(
    expect.objectContaining({
      payload: { tag: "io", val: `no secret is given out, because the audit cannot be written: ${AUDIT_LOST}` },
    }),
  );
});

it("a revealing that cannot be put into the audit ends the instance: reveal has no error", () => {
  const modules = modulesWith({
    get: () => ({ tag: "found", secret }),
    revealing: () => {
      throw new StorageError(AUDIT_LOST);
    },
  });
  const held = hostFunction(modules, "store", "get")("k");
  const reveal = hostFunction(modules, "reveal", "reveal");
  expect(() => reveal(held)).toThrow(Trap);
  expect(() => reveal(held)).toThrow(
    `the secret "k" was not revealed, because the audit cannot be written: ${AUDIT_LOST}`,
  );
});

it("a fault of ours stays one", () => {
  const fault = () => {
    throw new TypeError("no such property");
  };
  const get = hostFunction(modulesWith({ get: fault, revealing: fault }), "store", "get");
  expect(() => get("k")).toThrow(TypeError);
});
