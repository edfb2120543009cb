import { toErrorView } from "../../../../shared/errors.ts";
import type { WitTypeView } from "../../../../shared/model.ts";
import type { PlannedImport, PlannedStub } from "../../../../shared/worker-protocol.ts";
import { displayName, parseFunctionName } from "../../../wit/function-name.ts";
import { withoutVersion } from "../../../wit/interface-name.ts";
import { nearest } from "../../../wit/nearest.ts";
import { namesIn } from "../../../wit/type-text.ts";
import { ROOT } from "../../../wit/values/json-path.ts";
import { parseValue } from "../../../wit/values/parse-value.ts";
import { Views } from "../../../wit/view.ts";
import { type ComponentWorld, interfacesOf, type WitFunction, type WitInterface } from "../../../wit/world.ts";
import type { StubManifest } from "../../project/manifest.ts";

export interface PlannedStubs {
  readonly imports: readonly PlannedImport[];
  /** What stands in for a call, by import and then by function, as WIT prints them. */
  readonly stubbed: ReadonlyMap<string, readonly string[]>;
  /** Why one has no effect, a sentence each. */
  readonly faults: readonly { readonly function: string; readonly text: string }[];
}

/** Puts what the project file says instead of calls (`components.<c>.stubs`) to the functions it names. */
export function planStubs(
  stubs: readonly StubManifest[],
  world: ComponentWorld,
  imports: readonly PlannedImport[],
): PlannedStubs {
  const known = interfacesOf(world.imports).flatMap((item) =>
    item.functions.map((fn) => ({ item, fn, text: `${item.name}#${displayName(fn.name)}` })),
  );
  const planned = new Map<WitFunction, PlannedStub>();
  const stubbed = new Map<string, string[]>();
  const faults: { function: string; text: string }[] = [];
  for (const stub of stubs) {
    const meant = known.filter(({ text }) => text === stub.function || withoutVersions(text) === stub.function);
    if (meant.length === 0) {
      const near = nearest(
        stub.function,
        known.flatMap(({ text }) => [text, withoutVersions(text)]),
      );
      const hint = near === undefined ? "" : ` Did you mean ${near}?`;
      faults.push({ function: stub.function, text: `The component imports no such function.${hint}` });
    }
    for (const { item, fn, text } of meant) {
      const made = parsedStub(item, fn, stub);
      if (typeof made === "string") {
        faults.push({ function: stub.function, text: made });
        continue;
      }
      planned.set(fn, made);
      stubbed.set(item.name, [...(stubbed.get(item.name) ?? []), text.slice(text.indexOf("#") + 1)]);
    }
  }
  return { imports: imports.map((each) => withStubs(each, world, planned)), stubbed, faults };
}

/** Functions of a planned import stand in the order of its interface. */
function withStubs(
  planned: PlannedImport,
  world: ComponentWorld,
  stubs: ReadonlyMap<WitFunction, PlannedStub>,
): PlannedImport {
  const item = interfacesOf(world.imports).find(({ name }) => name === planned.name);
  if (item === undefined || !item.functions.some((fn) => stubs.has(fn))) return planned;
  const functions = planned.functions.map((fn, at) => {
    const known = item.functions[at];
    const stub = known === undefined ? undefined : stubs.get(known);
    return stub === undefined ? fn : { ...fn, stub };
  });
  return { ...planned, functions };
}

/** What it answers, or why it cannot be. */
function parsedStub(item: WitInterface, fn: WitFunction, { answer }: StubManifest): PlannedStub | string {
  if ("trap" in answer) return { kind: "trap", text: answer.trap };
  if (parseFunctionName(fn.name).kind !== "function") return "Functions of a resource can only trap.";
  const { result } = new Views().function(fn, namesIn(item.types));
  if (result === undefined) {
    return answer.return === null
      ? { kind: "return", value: undefined }
      : 'It has no result: write { "return": null }.';
  }
  try {
    return answered(result, parseValue(result, answer.return, ROOT));
  } catch (error) {
    return `Its value is not one of the function's result type: ${toErrorView(error).message}`;
  }
}

/** jco's code is told an `err` by throwing, and an `ok` without its case. */
function answered(type: WitTypeView, value: unknown): PlannedStub {
  if (type.kind !== "result") return { kind: "return", value };
  const { tag, val } = value as { readonly tag: "ok" | "err"; readonly val?: unknown };
  return tag === "ok" ? { kind: "return", value: val } : { kind: "error", payload: val };
}

/** `acme:pricing/quote@1.0.0#get` → `acme:pricing/quote#get` */
function withoutVersions(text: string): string {
  const hash = text.indexOf("#");
  return `${withoutVersion(text.slice(0, hash))}${text.slice(hash)}`;
}
