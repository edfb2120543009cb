import type { HostContext, HostModule, HostPackage } from "../host/context.ts";
import { createIo } from "../host/io/index.ts";
import { trap } from "../host/trap.ts";
import { WitError } from "../host/wit-error.ts";
import { ExitOutcome, type RecordTables } from "../../shared/record.ts";
import type { PlannedFunction, PlannedImport, PlannedStub } from "../../shared/worker-protocol.ts";
import type { LinkedComponents } from "./linked-components.ts";
import type { LinkTable } from "./links.ts";
import type { RecordedCall, Recorder } from "./recorder.ts";
import { nameResource, witNameOf } from "./resource-name.ts";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
type AnyClass = (new (...args: unknown[]) => object) & Record<string, unknown>;

/**
 * The import object of a component: the modules of the host packages, every function of them recorded. Made once per
 * worker. Classes are shared by all versions of an interface, so a method is recorded under the first import naming it.
 * `packages`: what each package made, by its name, for the exports that need it (serving HTTP).
 */
export function makeImports(
  imports: readonly PlannedImport[],
  packages: readonly HostPackage[],
  ctx: HostContext,
  recorder: Recorder,
  links: LinkTable,
  functions: RecordTables["functions"],
  linked: Pick<LinkedComponents, "call">,
): MadeImports {
  const io = createIo(ctx);
  const made = new Map<string, Readonly<Record<string, HostModule>>>();
  const moduleOf = (offer: NonNullable<PlannedImport["offer"]>): HostModule | undefined => {
    let modules = made.get(offer.package);
    if (modules === undefined) {
      const hostPackage = packages.find((each) => each.name === offer.package);
      if (hostPackage === undefined) return undefined;
      made.set(offer.package, (modules = hostPackage.create(ctx, io)));
    }
    return modules[offer.module];
  };
  const interceptor = new Interceptor(recorder, links, functions, linked);
  const result: Record<string, HostModule> = {};
  for (const planned of imports) {
    const module: Record<string, unknown> = { ...(planned.offer === undefined ? undefined : moduleOf(planned.offer)) };
    for (const resource of planned.resources) {
      const resourceClass = (module[resource] ??= class MissingResource {});
      // A resource of the world itself is its import's only member.
      nameResource(resourceClass, resource === "default" ? planned.name : witNameOf(resource));
    }
    for (const fn of planned.functions) interceptor.install(module, planned, fn);
    // Functions of the world itself are looked up one by one, not in a module.
    result[planned.key] = module;
  }
  return { imports: result, packages: made };
}

export interface MadeImports {
  readonly imports: Record<string, HostModule>;
  readonly packages: ReadonlyMap<string, Readonly<Record<string, HostModule>>>;
}

class Interceptor {
  readonly #recorder: Recorder;
  readonly #links: LinkTable;
  readonly #functions: RecordTables["functions"];
  readonly #linked: Pick<LinkedComponents, "call">;
  readonly #patched = new WeakMap<object, Set<string>>();

  constructor(
    recorder: Recorder,
    links: LinkTable,
    functions: RecordTables["functions"],
    linked: Pick<LinkedComponents, "call">,
  ) {
    this.#linked = linked;
    this.#functions = functions;
    this.#recorder = recorder;
    this.#links = links;
  }

  install(module: Record<string, unknown>, planned: PlannedImport, fn: PlannedFunction): void {
    const interfaceName = withoutVersion(planned.name);
    const called = `${planned.name}#${this.#functions[fn.fn]?.function ?? fn.member}`;
    const missing: AnyFunction = () =>
      trap(`${called} was called, but nobody offers it: see the component's imports for what to do`);
    if (fn.kind === "function") {
      const offered = asFunction(module[fn.member]);
      const target = this.#target(planned, fn, called, offered) ?? offered ?? missing;
      module[fn.member] = this.#recorded(interfaceName, fn.fn, target, false);
      return;
    }
    const resource = (module[fn.resource ?? ""] ??= class MissingResource {}) as AnyClass;
    if (fn.kind === "constructor") {
      module[fn.resource ?? ""] = this.#recordedClass(interfaceName, fn.fn, resource);
      return;
    }
    const owner = (fn.kind === "method" ? resource.prototype : resource) as Record<string, unknown>;
    const patched = this.#patched.get(owner) ?? new Set();
    if (patched.has(fn.member)) return;
    this.#patched.set(owner, patched.add(fn.member));
    const target = asFunction(owner[fn.member]) ?? missing;
    Object.defineProperty(owner, fn.member, {
      value: this.#recorded(interfaceName, fn.fn, target, fn.kind === "method"),
      writable: true,
      configurable: true,
    });
  }

  /** What goes before the host: what the project file says, and other components. */
  #target(
    { name, targets }: PlannedImport,
    { stub, member }: PlannedFunction,
    called: string,
    offered: AnyFunction | undefined,
  ): AnyFunction | undefined {
    if (stub !== undefined) return () => answerOf(stub, called);
    if (targets === undefined) return undefined;
    const interfaceName = withoutVersion(name);
    const links = this.#links;
    const linked = this.#linked;
    return (...args) => {
      const chosen = links.current(interfaceName) ?? (offered === undefined ? links.require(interfaceName) : undefined);
      const target = targets.find((each) => chosen?.kind === "component" && each.name === chosen.name);
      if (target !== undefined) return linked.call(target, member, args, called);
      if (offered !== undefined) return offered(...args);
      trap(`${called} was called, but the link \`${chosen?.name ?? ""}\` leads to nothing that answers it`);
    };
  }

  #recorded(interfaceName: string, fn: number, target: AnyFunction, isMethod: boolean): AnyFunction {
    const recorder = this.#recorder;
    const links = this.#links;
    return function recordedCall(this: unknown, ...args: unknown[]): unknown {
      const parent = recorder.current;
      const call = recorder.enter(fn, links.current(interfaceName)?.link ?? 0, isMethod ? this : undefined, args);
      let result: unknown;
      try {
        result = target.apply(this, args);
      } catch (error) {
        fail(recorder, call, parent, error);
        throw error;
      }
      recorder.exit(call, parent, ExitOutcome.ok, result);
      return result;
    };
  }

  /** A proxy, not a subclass: instances that the host makes itself must be instances of it, too. */
  #recordedClass(interfaceName: string, fn: number, resource: AnyClass): AnyClass {
    const recorder = this.#recorder;
    const links = this.#links;
    return new Proxy(resource, {
      construct(target, args: unknown[], newTarget): object {
        const parent = recorder.current;
        const call = recorder.enter(fn, links.current(interfaceName)?.link ?? 0, undefined, args);
        let instance: object;
        try {
          instance = Reflect.construct(target, args, newTarget) as object;
        } catch (error) {
          fail(recorder, call, parent, error);
          throw error;
        }
        recorder.exit(call, parent, ExitOutcome.ok, instance);
        return instance;
      },
    });
  }
}

/** What the project file says a function answers. */
function answerOf(stub: PlannedStub, called: string): unknown {
  switch (stub.kind) {
    case "return":
      return stub.value;
    case "error":
      throw new WitError(stub.payload);
    case "trap":
      trap(`${called}: ${stub.text}`);
  }
}

/** What was thrown is the `err` of the WIT result when it carries a payload, else the end of the instance. */
function fail(recorder: Recorder, call: RecordedCall, parent: RecordedCall | undefined, error: unknown): void {
  if (typeof error === "object" && error !== null && Object.hasOwn(error, "payload")) {
    recorder.exit(call, parent, ExitOutcome.err, (error as { payload: unknown }).payload);
  } else {
    recorder.exit(call, parent, ExitOutcome.trap, error instanceof Error ? error.message : String(error));
  }
}

function asFunction(value: unknown): AnyFunction | undefined {
  return typeof value === "function" ? (value as AnyFunction) : undefined;
}

/** `wasi:keyvalue/store@0.2.0-draft` → `wasi:keyvalue/store` */
export function withoutVersion(importName: string): string {
  const at = importName.indexOf("@");
  return at < 0 ? importName : importName.slice(0, at);
}
