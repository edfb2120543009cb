import { expect, test } from "vitest";
import { StudioError } from "../../shared/errors.ts";
import { decodeComponent } from "./decode-component.ts";
import { printWorld } from "./print.ts";
import { dummyComponent, watBinary, witTrees } from "./test-components.ts";
import { Random } from "./test-random.ts";

const MUTANTS = 1500;

const seeds = await Promise.all(
  witTrees()
    .filter((tree) =>
      ["wasi-keyvalue-0.2.0-draft2", "wasmcloud-messaging-0.3.0-wasmcloud1", "wasi 0.3.0"].includes(tree.name),
    )
    .map(async (tree) => ({ name: tree.name, bytes: await dummyComponent(tree.witSource, tree.worlds.at(-1)) })),
);

/** "world", or the reason of the refusal; whatever else is thrown is a fault. */
function outcome(bytes: Uint8Array): string {
  try {
    printWorld(decodeComponent(bytes));
    return "world";
  } catch (error) {
    if (error instanceof StudioError && error.code === "component-invalid") {
      return String(error.details["reason"]);
    }
    throw error;
  }
}

function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  const mutant = random.chance(0.2) ? bytes.slice(0, random.below(bytes.length)) : bytes.slice();
  const changes = 1 + random.below(4);
  for (let change = 0; change < changes && mutant.length > 8; change += 1) {
    // The preamble has tests of its own.
    const at = 8 + random.below(mutant.length - 8);
    const length = random.below(8);
    switch (random.below(4)) {
      case 0:
        mutant[at] = random.below(256);
        break;
      case 1:
        mutant[at] = (mutant[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 2:
        mutant.copyWithin(at, 8 + random.below(mutant.length - 8), at + length);
        break;
      default:
        mutant.fill(0xff, at, at + length);
    }
  }
  return mutant;
}

test("there are components to mutate", () => {
  expect(seeds.map((seed) => seed.name)).toHaveLength(3);
});

test.each(seeds)("mutants of $name are read or refused, never a fault", ({ bytes }) => {
  const random = new Random(bytes.length);
  const seen = new Map<string, number>();
  for (let index = 0; index < MUTANTS; index += 1) {
    const found = outcome(mutate(bytes, random));
    seen.set(found, (seen.get(found) ?? 0) + 1);
  }
  expect([...seen.keys()]).toEqual(expect.arrayContaining(["world", "malformed", "truncated"]));
});

test.each(seeds)("$name cut off anywhere is refused or, at the end of a section, read", ({ bytes }) => {
  const seen = new Set<string>();
  for (let length = 1; length < bytes.length; length += 1) {
    seen.add(outcome(bytes.subarray(0, length)));
  }
  expect(seen).toContain("truncated");
  expect(seen).not.toContain("unknown-feature");
});

test("a type that doubles with every line is refused instead of being written out", async () => {
  const lines = Array.from({ length: 60 }, (_, index) => `(type $t${index + 1} (tuple $t${index} $t${index}))`);
  const wat = `(component (type $t0 (list u8)) ${lines.join("\n")} (type $f (func (param "x" $t60))) (import "f" (func (type $f))))`;
  expect(outcome(await watBinary(wat))).toBe("too-complex");
});

test("a component whose parts instantiate each other twice over is refused in time", async () => {
  const levels = Array.from(
    { length: 40 },
    (_, index) => `(component $c${index + 1}
      (alias outer $root $c${index} (component $below))
      (instance $a (instantiate $below)) (instance $b (instantiate $below))
      (export "a" (instance $a)))`,
  );
  const wat = `(component $root (component $c0 (type $t u8) (export "t" (type $t))) ${levels.join("\n")}
    (instance $all (instantiate $c40)) (export "demo:a/b" (instance $all)))`;
  expect(outcome(await watBinary(wat))).toBe("too-complex");
});

test("a huge count in a small file allocates nothing", () => {
  const header = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0];
  const typeSection = [7, 6, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7f];
  expect(outcome(Uint8Array.of(...header, ...typeSection))).toBe("malformed");
});
