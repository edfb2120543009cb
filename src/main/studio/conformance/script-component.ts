/** Makes one real component of several scripts: each is an export `script1`, `script2`, … that says how it went. */
import { readdirSync, readFileSync } from "node:fs";

import { componentFrom } from "../../../../test/guests/guests.ts";
import { parseInterfaceName } from "../../wit/interface-name.ts";
import { flatten, layoutOf, MAX_FLAT_PARAMS, MAX_FLAT_RESULTS } from "./canonical-abi.ts";
import { checkResult } from "./check-result.ts";
import { lowerFlat, type ScriptFrame } from "./lower-argument.ts";
import {
  type CallStep,
  type DropStep,
  type Handle,
  type ImportedFunction,
  type Script,
  type Step,
  NEWEST_WASI,
} from "./script.ts";
import { ScriptMemory } from "./script-memory.ts";

const WIT = new URL("../../../../resources/wit/", import.meta.url);
/** What `componentFrom` does not bring itself. */
const PACKAGES = /^wasi-(config|logging-unversioned)/;

/** The name of the export that runs the script at this position; it gives 0, or the number of the step that was off. */
export function exportOf(position: number): string {
  return `script${position + 1}`;
}

const HANDLER = `wasi:http/incoming-handler@${NEWEST_WASI}`;

/** The scripts of one component, one of which may handle requests; with a `variant` its interfaces have that shape where one id has several. */
export function scriptComponent(scripts: readonly Script[], variant?: string): Promise<Uint8Array> {
  const writer = new ScriptWriter();
  const functions = scripts.map((script, position) => writer.add(script, exportOf(position)));
  const wat = `(module ${writer.imports()} ${writer.memory.wat()} ${functions.join("\n")})`;
  const wit = [
    "package test:script;",
    "world script {",
    ...writer.interfaces().map((id) => `import ${id};`),
    ...scripts.map(({ handles }, position) =>
      handles === undefined ? `export ${exportOf(position)}: func() -> u32;` : `export ${HANDLER};`,
    ),
    "}",
    ...witPackages(writer.interfaces(), variant),
  ];
  return componentFrom(wat, wit.join("\n"), "script", { unstable: true });
}

class ScriptWriter {
  readonly memory = new ScriptMemory();
  readonly #imports = new Map<string, string>();
  readonly #interfaces = new Set<string>();

  imports(): string {
    return [...this.#imports.values()].join("\n");
  }

  interfaces(): readonly string[] {
    return [...this.#interfaces];
  }

  add(script: Script, name: string): string {
    const locals = new Map<Handle, string>();
    const local = (handle: Handle): string => {
      const known = locals.get(handle) ?? `$handle${locals.size}`;
      locals.set(handle, known);
      return known;
    };
    const { handles } = script;
    const given = handles === undefined ? [] : [handles.request, handles.out].map((handle) => local(handle));
    const otherwise = (step: number) => (handles === undefined ? `(return (i32.const ${step}))` : "unreachable");
    const body = script.steps.map((step, index) => this.#step(step, local, otherwise(index + 1)));
    const declared = [...locals.values()].slice(given.length).map((each) => `(local ${each} i32)`);
    if (handles === undefined) {
      return `(func (export "${name}") (result i32) ${declared.join(" ")}\n${body.join("\n")}\n(i32.const 0))`;
    }
    const params = given.map((each) => `(param ${each} i32)`);
    return `(func (export "${HANDLER}#handle") ${params.join(" ")} ${declared.join(" ")}\n${body.join("\n")})`;
  }

  /** `otherwise`: what to do when its result is not as expected; leaves the function. */
  #step(step: Step, local: (handle: Handle) => string, otherwise: string): string {
    if (step.kind === "drop") return `(call ${this.#drop(step)} (local.get ${local(step.handle)}))`;
    const statements: string[] = [];
    const frame: ScriptFrame = { memory: this.memory, local, before: (statement) => statements.push(statement) };
    const { params, result } = step.function.type;
    const flat = params.flatMap((param, index) => lowerFlat(param.type, step.args[index], frame));
    if (flat.length > MAX_FLAT_PARAMS) throw new Error(`${step.function.type.name} has too many core parameters`);
    const call = `(call ${this.#import(step.function)} ${flat.join(" ")}`;
    if (result === undefined) return [...statements, `${call})`].join("\n");
    const { size, align } = layoutOf(result);
    const at = this.memory.reserve(size, align);
    const results = flatten(result);
    const [only = "i32"] = results;
    const asked =
      results.length > MAX_FLAT_RESULTS
        ? `${call} (i32.const ${at}))`
        : `(${storeOf(only, size)} (i32.const ${at}) ${call}))`;
    const checks = checksOf(step, at, { frame, otherwise });
    return [...statements, asked, ...checks].join("\n");
  }

  #import({ interface: id, type }: ImportedFunction): string {
    const result = type.result === undefined ? [] : flatten(type.result);
    const params = [
      ...type.params.flatMap((param) => flatten(param.type)),
      ...(result.length > MAX_FLAT_RESULTS ? ["i32"] : []),
    ];
    const returned = result.length === 1 ? `(result ${result.join(" ")})` : "";
    return this.#named(id, type.name, `(param ${params.join(" ")}) ${returned}`);
  }

  #drop({ interface: id, resource }: DropStep): string {
    return this.#named(id, `[resource-drop]${resource}`, "(param i32)");
  }

  #named(id: string, name: string, type: string): string {
    this.#interfaces.add(id);
    const label = `$${id}#${name}`.replaceAll(/[[\]]/g, "_");
    this.#imports.set(label, `(import "${id}" "${name}" (func ${label} ${type}))`);
    return label;
  }
}

function checksOf(step: CallStep, at: number, result: Parameters<typeof checkResult>[4]): readonly string[] {
  const { expected, function: called } = step;
  if (!("value" in expected) || called.type.result === undefined) return [];
  const wanted = expected.kind === "value" ? expected.value : { tag: expected.kind, val: expected.value };
  return checkResult(called.type.result, wanted, `(i32.const ${at})`, 0, result);
}

function storeOf(core: string, size: number): string {
  return core === "i32" && size < 4 ? `i32.store${8 * size}` : `${core}.store`;
}

/** The packages of these interfaces that the others here lack, in the nested form. */
function witPackages(interfaces: readonly string[], variant: string | undefined): readonly string[] {
  const usual = readdirSync(new URL("packages/", WIT)).filter((name) => PACKAGES.test(name));
  const ids = interfaces.map((id) => {
    const { package: name = "", version = "" } = parseInterfaceName(id) ?? {};
    return `${name.replace(":", "-")}-${version}`;
  });
  const variants = readdirSync(new URL("variants/", WIT));
  const asked = new Set(
    ids.flatMap((id) =>
      variants.includes(`${id}-${variant}`) ? [`${id}-${variant}`] : variants.includes(id) ? [id] : [],
    ),
  );
  const folders = [...usual.map((name) => `packages/${name}`), ...[...asked].map((name) => `variants/${name}`)];
  return folders.map((folder) => {
    const text = readFileSync(new URL(`${folder}/package.wit`, WIT), "utf8");
    return `${text.replace(/^package ([^;{]+);/m, "package $1 {")}\n}`;
  });
}
