import { expect, test } from "vitest";
import { decodeComponent } from "../decode-component.ts";
import { printInterface } from "../print.ts";
import { dummyComponent, witTrees } from "../test-components.ts";
import { interfacesOf } from "../world.ts";
import { differences } from "./compare.ts";
import { decodeShapes, encodeShapes } from "./shape-json.ts";
import type { ShapesJson } from "./shape-json.ts";

const trees = witTrees();

test("interfaces come back from JSON as they were", async () => {
  for (const tree of trees) {
    const interfaces = interfacesOf(decodeComponent(await dummyComponent(tree.witSource, tree.worlds[0])).imports);
    const json = JSON.stringify(encodeShapes(interfaces.map((each) => ({ variant: undefined, interface: each }))));
    const back = decodeShapes(JSON.parse(json) as ShapesJson).map((shape) => shape.interface);
    expect(back.map(printInterface), tree.name).toEqual(interfaces.map(printInterface));
    expect(
      back.flatMap((each, index) => differences(interfaces[index] ?? each, each)),
      tree.name,
    ).toEqual([]);
  }
});
