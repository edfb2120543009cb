import { expect, it } from "vitest";
import type { StudioApi } from "../../shared/contract.ts";
import type { ValueView } from "../../shared/model.ts";
import { readWhole } from "./read-whole.ts";

const stored = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
const value: ValueView = {
  key: "k",
  version: 7,
  size: 1000,
  bytes: stored.slice(0, 256),
  at: 0,
  writer: { kind: "person", action: "edit" },
};

function reading(end: number): StudioApi {
  const readValue = (version: number, offset: number) =>
    Promise.resolve(version === 7 ? stored.slice(offset, Math.min(end, offset + 256)) : new Uint8Array());
  return { readValue } as unknown as StudioApi;
}

it("puts the chunks of one version together", async () => {
  expect(await readWhole(reading(1000), value)).toEqual(stored);
});

it("rejects a value that ends early, instead of giving part of it as the whole", async () => {
  await expect(readWhole(reading(600), value)).rejects.toThrow("600 of 1000");
});
