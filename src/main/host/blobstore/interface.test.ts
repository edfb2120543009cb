import { describe, expect, it } from "vitest";

import { StorageError } from "../../state/storage-error.ts";
import { labelOf } from "../resource-label.ts";
import { Trap } from "../trap.ts";
import { HeapBlobstore } from "./heap.ts";
import { blobstore } from "./index.ts";
import { type GuestContainer, MAX_U64, payloadOf, testModules } from "./test-modules.ts";

const NO_CONTAINER = "container does not exist";

describe("wasi:blobstore", () => {
  it("has a module for every interface it names", () => {
    const { modules } = testModules();
    expect(blobstore.interfaces.map(({ module }) => module).toSorted()).toEqual(Object.keys(modules).toSorted());
  });

  it("asks for the backend anew at each call, so that a link name applies at once", () => {
    const [one, two] = [new HeapBlobstore(), new HeapBlobstore()];
    let linked = one;
    const asked = new Set<string>();
    const { create, write, text } = testModules({
      blobstore: (name) => {
        asked.add(name);
        return linked;
      },
    });
    const container = create("c");
    write(container, "o", "1");
    linked = two;
    expect(payloadOf(() => container.hasObject("o"))).toBe(NO_CONTAINER);
    create("c");
    write(container, "o", "2");
    linked = one;
    expect([text(container, "o"), [...asked]]).toEqual(["1", ["wasi:blobstore/blobstore"]]);
  });

  it("traps when there is no link", () => {
    const { call } = testModules({ blobstore: () => undefined });
    expect(() => call("createContainer", "c")).toThrow(Trap);
  });

  it("tells the guest of a fault of the store in its own error", () => {
    const { call } = testModules({
      blobstore: () => {
        throw new StorageError("the disk is full");
      },
    });
    expect(payloadOf(() => call("createContainer", "c"))).toBe("the disk is full");
  });

  it("shows what resources are called", () => {
    const { create, outgoing, write } = testModules();
    const container = create("photos");
    const data = outgoing();
    const before = labelOf(data);
    container.writeData("cat.jpg", data);
    write(container, "o", "1");
    expect([
      labelOf(container),
      before,
      labelOf(data),
      labelOf(container.getData("o", 0n, 1n)),
      labelOf(container.listObjects()),
    ]).toEqual(["photos", "", "cat.jpg", "o", "photos"]);
  });
});

describe("containers", () => {
  it("are created, found, asked about and deleted", () => {
    const { call, create } = testModules();
    const before = call("containerExists", "c");
    const container = create("c");
    const again = call("getContainer", "c") as GuestContainer;
    expect([before, call("containerExists", "c"), container.name(), again.info()]).toEqual([
      false,
      true,
      "c",
      { name: "c", createdAt: 1_750_000_000n },
    ]);
    call("deleteContainer", "c");
    expect(call("containerExists", "c")).toBe(false);
  });

  it("keep their content when they are created again", () => {
    const { create, write, text } = testModules();
    write(create("c"), "o", "kept");
    expect(text(create("c"), "o")).toBe("kept");
  });

  it("need a name", () => {
    const { create } = testModules();
    expect(payloadOf(() => create(""))).toBe("a container needs a name of at least one character");
  });

  it("that are missing are an error of every call, also under a handle that was theirs", () => {
    const { call, create, outgoing, write } = testModules();
    const container = create("c");
    const other = create("d");
    write(other, "o", "1");
    write(container, "o", "1");
    call("deleteContainer", "c");
    const [inside, outside] = [
      { container: "c", object: "o" },
      { container: "d", object: "o" },
    ];
    const calls = [
      () => call("getContainer", "c"),
      () => call("deleteContainer", "c"),
      () => call("copyObject", inside, outside),
      () => call("copyObject", outside, inside),
      () => call("moveObject", inside, outside),
      () => call("moveObject", outside, inside),
      () => container.info(),
      () => container.getData("o", 0n, 1n),
      () => container.writeData("o", outgoing()),
      () => container.listObjects(),
      () => container.deleteObject("o"),
      () => container.deleteObjects(["o"]),
      () => container.hasObject("o"),
      () => container.objectInfo("o"),
      () => container.clear(),
    ];
    expect(calls.map(payloadOf)).toEqual(calls.map(() => NO_CONTAINER));
    expect(container.name()).toBe("c");
  });
});

describe("names of objects", () => {
  it("come in parts: read(2) then read(5) of four, with the end told with the last", () => {
    const { create, write } = testModules();
    const container = create("c");
    for (const name of ["d", "b", "a", "c"]) write(container, name, "1");
    const names = container.listObjects();
    expect([names.readStreamObjectNames(2n), names.readStreamObjectNames(5n), names.readStreamObjectNames(5n)]).toEqual(
      [
        [["a", "b"], false],
        [["c", "d"], true],
        [[], true],
      ],
    );
  });

  it("can be passed over", () => {
    const { create, write } = testModules();
    const container = create("c");
    for (const name of ["a", "b", "c"]) write(container, name, "1");
    const names = container.listObjects();
    expect([
      names.skipStreamObjectNames(1n),
      names.readStreamObjectNames(1n),
      names.skipStreamObjectNames(MAX_U64),
      names.skipStreamObjectNames(1n),
    ]).toEqual([
      [1n, false],
      [["b"], false],
      [1n, true],
      [0n, true],
    ]);
  });

  it("are those of the moment they were asked for", () => {
    const { create, write } = testModules();
    const container = create("c");
    write(container, "a", "1");
    const names = container.listObjects();
    write(container, "b", "1");
    container.deleteObject("a");
    expect(names.readStreamObjectNames(9n)).toEqual([["a"], true]);
  });
});
