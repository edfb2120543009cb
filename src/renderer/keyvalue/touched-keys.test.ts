import { expect, it } from "vitest";
import type { HostCallView, ValuePreview } from "../../shared/model.ts";
import { bucketNames } from "../project/bucket-names.ts";
import { touchedKeys } from "./touched-keys.ts";

const nameOf = bucketNames([{ name: "cache", kind: "keyvalue", renamed: [["default", "wasmcloud"]] }]);
const text = (v: string, cut = false): ValuePreview => ({ t: "string", v, total: v.length, cut });
const bucket = (label: string): ValuePreview => ({ t: "resource", type: "bucket", id: 1, label });

function places(backend: string, ...args: readonly ValuePreview[]) {
  const call: HostCallView = {
    seq: 1,
    parent: 0,
    interface: "wasi:keyvalue/store@0.2.0-draft",
    function: "f",
    link: "",
    backend,
    args: args.map((value, at) => ({ name: `a${at}`, value })),
    startMs: 0,
    versions: [],
  };
  return touchedKeys(call, nameOf).map(({ path, params }) => [...path, ...Object.values(params)].join(" "));
}

it.each([
  ["a key, in the bucket as the project renames it", ["cache", bucket("default"), text("hits")], ["wasmcloud hits"]],
  ["a bucket that is opened", ["cache", text("default")], ["wasmcloud"]],
  [
    "several keys",
    ["cache", bucket("other"), { t: "list", items: [text("a"), text("b")], total: 2 }],
    ["other a", "other b"],
  ],
  ["no key whose name was cut", ["cache", bucket("other"), text("ver", true)], ["other"]],
] as const)("finds %s", (_, [backend, ...args], expected) => {
  expect(places(backend, ...args)).toEqual(expected.map((place) => `keyvalue cache ${place}`));
});

it("renames nothing of another backend, and finds nothing where a call led nowhere", () => {
  expect(places("sessions", text("default"))).toEqual(["keyvalue sessions default"]);
  expect(places("", text("default"))).toEqual([]);
});
