import type { IoModules } from "../io/index.ts";
import { trap } from "../trap.ts";

/**
 * What lies behind the resource objects of one class. The methods of the class are the guest's side of it: they may be
 * wrapped by the recorder, so code of the host goes through the state and never through them.
 */
export class ResourceStates<State extends object> {
  readonly #states = new WeakMap<object, State>();
  readonly #name: string;

  /** `name` as WIT has it: `outgoing-body`. */
  constructor(name: string) {
    this.#name = name;
  }

  bind(resource: object, state: State): void {
    this.#states.set(resource, state);
  }

  /** An instance of `prototype` that the host makes, past the guest's constructor. */
  make<Resource extends object>(prototype: Resource, state: State): Resource {
    const resource = Object.create(prototype) as Resource;
    this.#states.set(resource, state);
    return resource;
  }

  /** @throws Trap when the resource was dropped, consumed, or belongs to something else. */
  of(resource: object): State {
    return this.#states.get(resource) ?? trap(`not a live ${this.#name}`);
  }

  /** For labels: a record may be written after the resource ended. */
  peek(resource: object): State | undefined {
    return this.#states.get(resource);
  }

  /**
   * The end of a resource, by drop or because the host took ownership. Undefined when it ended before.
   * @throws Trap while children of it live.
   */
  end(resource: object, io: IoModules): State | undefined {
    const state = this.#states.get(resource);
    if (state === undefined) return undefined;
    if (io.hasChildren(resource))
      trap(`resource has children: ${this.#name} dropped or handed over while a child of it lives`);
    io.release(resource);
    this.#states.delete(resource);
    return state;
  }

  /** As `end`, for an owned argument. @throws Trap also when it ended before. */
  take(resource: object, io: IoModules): State {
    return this.end(resource, io) ?? trap(`not a live ${this.#name}`);
  }
}
