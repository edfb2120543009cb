import { trap } from "../host/trap.ts";
import type { InvocationId } from "../../shared/model.ts";
import type { GuestPart, PlannedTarget } from "../../shared/worker-protocol.ts";
import { type GuestHost, makeGuestHost, type SharedHost } from "./guest-host.ts";
import { type GuestInstance, instantiate, type TranspiledModule } from "./instantiate.ts";
import { ReusedMemories } from "./reused-memories.ts";
import { exitCode, LinkedTrap, trapReason } from "./trap-reason.ts";

type Guest = (...args: readonly unknown[]) => unknown;

/** A build with its code, loaded. */
export interface LoadedPart {
  readonly part: GuestPart;
  readonly transpiled: TranspiledModule;
}

/**
 * The components that the worker's own calls, and those that they call. Every call makes a new instance of the callee's
 * build on this thread and comes back when that has answered: its time is the caller's, its host calls are recorded below
 * the caller's. A component that is called while another instance of it waits has a host of its own for each of them.
 */
export class LinkedComponents {
  readonly #members: readonly Member[];
  readonly #depth: number;
  readonly #shared: SharedHost;
  /** Components that wait for each other now, the invocation's own first. */
  readonly #chain: string[];
  #invocation: InvocationId = 0;

  /** `loaded`: the worker's own build first. `depth`: calls that may wait for each other. */
  constructor(loaded: readonly LoadedPart[], depth: number, shared: SharedHost) {
    this.#members = loaded.map((each) => ({
      ...each,
      coreModules: new Map(each.part.coreModules),
      memories: new ReusedMemories(),
      idle: [],
    }));
    this.#depth = depth;
    this.#shared = shared;
    this.#chain = loaded.slice(0, 1).map(({ part }) => part.component);
  }

  begin(invocation: InvocationId): void {
    this.#invocation = invocation;
    this.#chain.length = 1;
  }

  /** @throws what carries the payload of a WIT `err`, and traps; those of the callee say whose they are. */
  call({ answer, component }: PlannedTarget, member: string, args: readonly unknown[], called: string): unknown {
    if ("refused" in answer) trap(`${called} was called, but cannot be: ${answer.refused}`);
    const callee = this.#members[answer.part];
    if (callee === undefined) throw new Error(`a call of ${component} was planned, but its build was not given`);
    if (this.#chain.length > this.#depth) this.#tooDeep(component);
    this.#shared.recorder.enterGuest();
    const host = callee.idle.pop() ?? this.#makeHost(answer.part, callee.part);
    host.context.begin(this.#invocation, undefined);
    this.#chain.push(component);
    let instance: GuestInstance | undefined;
    let ended: Ended;
    try {
      instance = instantiate(callee.transpiled, callee.coreModules, host.made.imports, callee.memories);
      ended = run(exportOf(instance, answer.interface, member), args);
    } catch (error) {
      release(host);
      throw trapOf(callee.part, called, error, instance);
    }
    this.#chain.pop();
    const released = release(host);
    if (released !== undefined) trap(`${component} trapped in ${called}: ${released}`);
    instance.retire();
    callee.idle.push(host);
    const leaks = this.#shared.secrecy.watching();
    leaks?.value("result", "thrown" in ended ? payloadOf(ended.thrown) : ended.value, callee.part);
    if ("thrown" in ended) throw ended.thrown;
    return ended.value;
  }

  #makeHost(position: number, part: GuestPart): GuestHost {
    return makeGuestHost(part, position === 0 ? undefined : part.component, this.#shared, this);
  }

  /** Names the circle where there is one. */
  #tooDeep(component: string): never {
    const from = this.#chain.lastIndexOf(component);
    const way = [...(from < 0 ? this.#chain : this.#chain.slice(from)), component].join(" → ");
    trap(`${this.#depth} calls from component to component wait for each other (limits.depth): ${way}`);
  }
}

interface Member extends LoadedPart {
  readonly coreModules: ReadonlyMap<string, WebAssembly.Module>;
  readonly memories: ReusedMemories;
  /** Hosts that no instance uses now. */
  readonly idle: GuestHost[];
}

type Ended = { readonly value: unknown } | { readonly thrown: unknown };

/** jco throws the `err` of a result as an error that owns a `payload`, which is how the caller's code takes it, too. */
function run(guest: Guest, args: readonly unknown[]): Ended {
  try {
    return { value: guest(...args) };
  } catch (error) {
    if (typeof error === "object" && error !== null && Object.hasOwn(error, "payload")) return { thrown: error };
    throw error;
  }
}

function payloadOf(thrown: unknown): unknown {
  return (thrown as { readonly payload: unknown }).payload;
}

function exportOf({ exports }: GuestInstance, interfaceName: string, member: string): Guest {
  const found = (exports[interfaceName] as Record<string, unknown> | undefined)?.[member];
  if (typeof found !== "function") throw new Error(`its code exports no ${interfaceName} ${member}`);
  return found as Guest;
}

/** What went wrong while the host let go of what an instance had. */
function release({ context }: GuestHost): string | undefined {
  try {
    context.end();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A trap of the callee ends its caller, too. One that passed through several components is named by the innermost. */
function trapOf(part: GuestPart, called: string, error: unknown, instance: GuestInstance | undefined): Error {
  if (error instanceof LinkedTrap) return error;
  const code = exitCode(error);
  const { moduleUrl, memoryMaxBytes, component } = part;
  if (code !== undefined) {
    // Only the component that was started may end the run.
    return new LinkedTrap(`${component} ended itself in ${called}, with exit code ${code}`, "host", error);
  }
  const { kind, reason } = trapReason(error, moduleUrl, instance?.memoryBytes() ?? 0, memoryMaxBytes);
  return new LinkedTrap(`${component} trapped in ${called}: ${reason}`, kind, error);
}
