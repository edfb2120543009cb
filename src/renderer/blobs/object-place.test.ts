import { expect, it } from "vitest";
import { lastPart, objectPlace } from "./object-place.ts";

it("an object is shown in its folder", () => {
  expect(objectPlace({ backend: "files", container: "c", name: "a/b" })).toEqual({
    path: ["blobs", "files", "c"],
    params: { object: "a/b", folder: "a/" },
  });
  expect([lastPart("a/b/c"), lastPart("a/")]).toEqual(["c", "a/"]);
});
