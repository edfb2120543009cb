import { expect, it } from "vitest";
import type { HostCallView, ValuePreview } from "../../shared/model.ts";
import { bucketNames } from "../project/bucket-names.ts";
import { touchedBlobs } from "./touched-blobs.ts";

const nameOf = bucketNames([{ name: "files", kind: "blobstore", renamed: [["said", "renamed"]] }]);
const text = (v: string, cut = false): ValuePreview => ({ t: "string", v, total: v.length, cut });
const container: ValuePreview = { t: "resource", type: "container", id: 1, label: "images" };
const objectId = (of: string, name: string): ValuePreview => ({
  t: "record",
  fields: [
    { name: "container", value: text(of) },
    { name: "object", value: text(name) },
  ],
});

function labels(iface: string, ...args: readonly ValuePreview[]): readonly string[] {
  const call: HostCallView = {
    seq: 1,
    parent: 0,
    interface: iface,
    function: "f",
    link: "",
    backend: "files",
    args: args.map((value, at) => ({ name: `a${at}`, value })),
    startMs: 0,
    versions: [],
  };
  return touchedBlobs(call, nameOf).map(({ label, path }) => (path[2] === "renamed" ? `${label}, renamed` : label));
}

const CONTAINER = "wasi:blobstore/container@0.2.0-draft";
const BLOBSTORE = "wasi:blobstore/blobstore@0.2.0-draft";

it.each([
  ["an object of a container", [CONTAINER, container, text("a/b.png")], ["images/a/b.png"]],
  [
    "several of them",
    [CONTAINER, container, { t: "list", items: [text("a"), text("b")], total: 2 }],
    ["images/a", "images/b"],
  ],
  ["a container", [CONTAINER, container], ["container images"]],
  ["a container by its name", [BLOBSTORE, text("images")], ["container images"]],
  ["source and target of a copy", [BLOBSTORE, objectId("a", "x"), objectId("b", "y")], ["a/x", "b/y"]],
  [
    "what the project renames under the name it has here",
    [BLOBSTORE, objectId("said", "x"), objectId("b", "said")],
    ["renamed/x, renamed", "b/said"],
  ],
  ["no name that was cut", [CONTAINER, container, text("very lo", true)], ["container images"]],
  ["no call of another package", ["wasi:keyvalue/store@0.2.0-draft", text("default")], []],
] as const)("finds %s", (_, [iface, ...args], expected) => {
  expect(labels(iface, ...args)).toEqual(expected);
});
