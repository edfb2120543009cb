import { expect, it } from "vitest";
import type { VitrineBridge } from "../../shared/bridge.ts";
import { MAX_CHECK_BYTES, type StudioApi } from "../../shared/contract.ts";
import type { ContractReport } from "../../shared/model.ts";
import { DeskStore, type GivenFile } from "./desk-store.ts";

const report = (name: string): ContractReport => ({
  name,
  kind: "artefact",
  path: `/p/${name}`,
  hostProfile: "wasmcloud-1",
  components: [],
  commands: [],
});
const given = (change: Partial<GivenFile> = {}): GivenFile => ({
  name: "api.wasm",
  size: 3,
  isFolder: false,
  others: 0,
  file: { arrayBuffer: () => Promise.resolve(Uint8Array.of(1, 2, 3).buffer) },
  ...change,
});
const served = (check: StudioApi["check"] = (name) => Promise.resolve(report(name))) =>
  new DeskStore({ check } as StudioApi, undefined);
function inApp(path: string, check: VitrineBridge["desk"]["check"]): DeskStore {
  const bridge = { pathForFile: () => path, desk: { check, onNewProject: () => () => undefined } };
  return new DeskStore({} as StudioApi, bridge as unknown as VitrineBridge);
}

it("has a browser hand over the bytes of a component and says what to do with a folder", async () => {
  const handed: unknown[] = [];
  const desk = served((name, bytes) => {
    handed.push([name, [...bytes]]);
    return Promise.resolve(report(name));
  });
  await desk.inspect(given());
  expect(handed).toEqual([["api.wasm", [1, 2, 3]]]);
  expect(desk.get().inspection).toEqual({ name: "api.wasm", others: 0, phase: "done", report: report("api.wasm") });
  await desk.inspect(given({ name: "shop", isFolder: true }));
  expect(desk.get().inspection).toEqual({ name: "shop", others: 0, phase: "folder" });
});

it("reads nothing that is too large to be handed over", async () => {
  const desk = served(() => Promise.reject(new Error("was asked")));
  await desk.inspect(given({ size: MAX_CHECK_BYTES + 1 }));
  expect(desk.get().inspection).toMatchObject({
    phase: "failed",
    error: expect.stringContaining("vitrine check") as string,
  });
});

it("checks by its path in the app, and says what is on no disk or cannot be read", async () => {
  const desk = inApp("/p/shop", (path) => Promise.resolve({ ok: true, value: { ...report("shop"), path } }));
  await desk.inspect(given({ name: "shop", isFolder: true }));
  expect(desk.get().inspection).toMatchObject({ phase: "done", report: { path: "/p/shop" } });
  const nowhere = inApp("", () => Promise.reject(new Error("was asked")));
  await nowhere.inspect(given());
  expect(nowhere.get().inspection).toMatchObject({
    phase: "failed",
    error: expect.stringContaining("Save it first") as string,
  });
  const refused = inApp("/p", () =>
    Promise.resolve({ ok: false, error: { code: "project-not-found", message: "No." } }),
  );
  await refused.inspect(given());
  expect(refused.get().inspection).toMatchObject({ phase: "failed", error: "No." });
});

it("shows what was given last, whatever is answered first", async () => {
  const slow = Promise.withResolvers<ContractReport>();
  const desk = served((name) => (name === "slow.wasm" ? slow.promise : Promise.resolve(report(name))));
  const first = desk.inspect(given({ name: "slow.wasm" }));
  await desk.inspect(given({ name: "quick.wasm" }));
  slow.resolve(report("slow.wasm"));
  await first;
  expect(desk.get().inspection).toMatchObject({ name: "quick.wasm", phase: "done" });
  const closed = desk.inspect(given({ name: "late.wasm" }));
  desk.closeInspection();
  await closed;
  expect(desk.get().inspection).toBeUndefined();
});
