import { expect, it } from "vitest";
import type { HostCallView, ValuePreview } from "../../shared/model.ts";
import { touchedPlace } from "./touched-place.ts";

function placeOf(interfaceName: string, fn: string, ...args: readonly ValuePreview[]) {
  const call: HostCallView = {
    seq: 1,
    parent: 0,
    interface: interfaceName,
    function: fn,
    link: "",
    backend: "",
    args: args.map((value, index) => ({ name: `p${index}`, value })),
    startMs: 0,
    versions: [],
  };
  const place = touchedPlace(call, 7, "api");
  return place && [place.path[0], place.params];
}

const text = (v: string): ValuePreview => ({ t: "string", v, total: v.length, cut: false });

it("leads from a call to the value, the secret or the link it was about", () => {
  expect(placeOf("wasi:config/store@0.2.0-draft", "get", text("greeting"))).toEqual([
    "config",
    { component: "api", key: "greeting" },
  ]);
  expect(placeOf("wasi:config/runtime@0.2.0-draft", "get-all")).toEqual(["config", { component: "api" }]);
  expect(placeOf("wasmcloud:secrets/store@0.1.0-draft", "get", text("token"))).toEqual([
    "secrets",
    { inv: "7", key: "token" },
  ]);
  const handle: ValuePreview = { t: "resource", type: "secret", id: 1, label: "token" };
  expect(placeOf("wasmcloud:secrets/reveal@0.1.0-draft", "reveal", handle)).toEqual([
    "secrets",
    { inv: "7", key: "token" },
  ]);
  expect(placeOf("wasmcloud:bus/lattice@1.0.0", "set-link-name", text("sessions"))).toEqual([
    "links",
    { component: "api", search: "sessions" },
  ]);
});

it("leads nowhere from other calls, and from a name that was not kept whole", () => {
  expect(placeOf("wasi:keyvalue/store@0.2.0-draft", "open", text("b"))).toBeUndefined();
  const cut: ValuePreview = { t: "string", v: "se", total: 9, cut: true };
  expect(placeOf("wasmcloud:bus/lattice@1.0.0", "set-link-name", cut)).toBeUndefined();
});
