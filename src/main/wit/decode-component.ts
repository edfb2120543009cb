import { PREAMBLE_BYTES, readOwnName, readProducersOf } from "./binary/core-module.ts";
import { Cursor, invalid } from "./binary/cursor.ts";
import { evaluateWorld } from "./binary/evaluate.ts";
import { parseComponent } from "./binary/parse-component.ts";
import { refuseOther } from "./binary/recognize.ts";
import type { ComponentSyntax, Producer } from "./binary/syntax.ts";
import type { ComponentFacts, ComponentWorld } from "./world.ts";

/**
 * Reads what a component imports and exports from its bytes, without running or compiling anything. Ends for every
 * input, in time proportional to its length.
 * @throws StudioError `component-invalid`; `details.reason` says which of: empty, not-wasm, core-module, wit-package,
 * truncated, malformed, unknown-version, unknown-layer, unknown-feature, too-complex.
 */
export function decodeComponent(bytes: Uint8Array): ComponentWorld {
  const refusal = refuseOther(bytes);
  if (refusal !== undefined) {
    throw refusal;
  }
  const syntax = parseComponent(new Cursor(bytes, PREAMBLE_BYTES));
  if (isWitPackage(syntax)) {
    throw invalid(
      "This is a WIT package in binary form: it describes interfaces and holds no code. Open the component that was built from it, not what `wkg wit build` or `wasm-tools component wit --wasm` wrote.",
      { reason: "wit-package" },
    );
  }
  const world = evaluateWorld(syntax.items);
  if (syntax.items.length === 0) {
    throw invalid("This component is empty: it imports and exports nothing and holds no code. Build it again.", {
      reason: "empty",
    });
  }
  return { ...world, facts: factsOf(bytes, syntax) };
}

/** Its exports are types of components and nothing is instantiated. */
function isWitPackage(syntax: ComponentSyntax): boolean {
  const encoded = syntax.customSections.some((section) => section.name === "wit-component-encoding");
  const exportsTypesOnly = syntax.items.every(
    (item) => item.kind === "type" || (item.kind === "export" && item.target?.sort === "type"),
  );
  return syntax.coreModules.length === 0 && syntax.items.length > 0 && (encoded || exportsTypesOnly);
}

function factsOf(bytes: Uint8Array, syntax: ComponentSyntax): ComponentFacts {
  const names = syntax.customSections.filter((section) => section.name === "component-name");
  const producers = new Map<string, Producer>();
  for (const producer of [
    ...readProducersOf(syntax.customSections),
    ...syntax.coreModules.flatMap((module) => module.producers),
  ]) {
    producers.set(JSON.stringify(producer), producer);
  }
  return {
    size: bytes.length,
    name: names.map((section) => readOwnName(new Cursor(section.bytes))).find((name) => name !== undefined),
    coreModules: syntax.coreModules,
    producers: [...producers.values()],
  };
}
