import { trap } from "../trap.ts";

/** Which resources keep which others from being dropped, as the resource table of a component host does. */
export class HandleTree {
  readonly #parents = new WeakMap<object, object>();
  readonly #children = new WeakMap<object, number>();

  adopt(parent: object, child: object): void {
    this.release(child);
    this.#parents.set(child, parent);
    this.#children.set(parent, (this.#children.get(parent) ?? 0) + 1);
  }

  release(child: object): void {
    const parent = this.#parents.get(child);
    if (parent === undefined) return;
    this.#parents.delete(child);
    this.#children.set(parent, (this.#children.get(parent) ?? 1) - 1);
  }

  hasChildren(parent: object): boolean {
    return (this.#children.get(parent) ?? 0) > 0;
  }

  /** Takes a dropped resource out. @throws Trap when children of it live. */
  drop(handle: object): void {
    if (this.hasChildren(handle)) trap("resource has children");
    this.release(handle);
  }
}
