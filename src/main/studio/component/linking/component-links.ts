import type { ProjectManifest } from "../../project/manifest.ts";
import type { Components } from "../components.ts";
import { parseInterfaceName } from "../../../wit/interface-name.ts";
import { interfacesOf } from "../../../wit/world.ts";
import type { Importer, Linkable, Neighbor } from "./linkable.ts";
import { type LinkedSet, linkSet } from "./linked-set.ts";

/**
 * Which builds the builds of a project call. Linking one waits for the first build of those it may call; a build whose
 * callees became others is linked again.
 */
export class ComponentLinks {
  readonly #project: { readonly manifest: ProjectManifest };
  readonly #components: () => Components | undefined;
  /** Components whose link waits for the first build of others. */
  readonly #waiting = new Map<string, ReadonlySet<string>>();
  /** Those that each component may call, as its newest artefact says. */
  readonly #callees = new Map<string, readonly string[]>();
  /** Of components that did not wait, because they would have in a circle: those that may not be there yet. */
  readonly #unawaited = new Map<string, readonly string[]>();
  /** What each component was last linked again for. */
  readonly #asked = new Map<string, string>();

  /** `components`: undefined while there are none yet. */
  constructor(project: { readonly manifest: ProjectManifest }, components: () => Components | undefined) {
    this.#project = project;
    this.#components = components;
  }

  /** Waits until those that it may call had a first look at their artefact; never in a circle. */
  async awaitCallees(importer: Importer, signal: AbortSignal): Promise<void> {
    const { name } = importer.manifest;
    const callees = this.#mayCall(importer);
    const wanted = callees.filter((other) => !this.#waitsFor(other, name, new Set()));
    this.#callees.set(name, callees);
    if (wanted.length < callees.length) {
      this.#unawaited.set(
        name,
        callees.filter((other) => !wanted.includes(other)),
      );
    }
    if (wanted.length === 0) return;
    this.#waiting.set(name, new Set(wanted));
    const aborted = Promise.withResolvers<void>();
    const onAbort = () => aborted.resolve();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await Promise.race([this.#looks(wanted), aborted.promise]);
      signal.throwIfAborted();
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.#waiting.delete(name);
    }
  }

  /**
   * Resolves when what a component calls, directly or through others, had its first look, too, where linking did not
   * wait for that: then it either is not there, or the component is being linked again.
   */
  async settled(name: string): Promise<void> {
    if (this.#unawaited.size === 0) return;
    const reached = new Set([name]);
    for (const each of reached) {
      for (const callee of this.#callees.get(each) ?? []) reached.add(callee);
      const unawaited = this.#unawaited.get(each);
      if (unawaited === undefined) continue;
      await this.#looks(unawaited);
      if (this.#unawaited.get(each) === unawaited) this.#unawaited.delete(each);
    }
  }

  /** With the builds that serve now. */
  plan(root: Linkable): LinkedSet {
    return linkSet(root, this.#neighbors(root.manifest.name));
  }

  /** Links those again that call what is not there any more in this form; comes whenever a component changed. */
  look(): void {
    const components = this.#components();
    if (components === undefined) return;
    for (const component of components.all()) {
      const { build, name } = component;
      if (build === undefined) continue;
      const { key, resolved } = this.plan({ ...build.linkable, manifest: component.manifest });
      if (key === build.linked.key) {
        this.#asked.delete(name);
      } else if (this.#asked.get(name) !== key) {
        this.#asked.set(name, key);
        const callees = new Set(resolved.flatMap(({ links }) => links.map((link) => link.component)));
        component.relink(callees.size === 0 ? "links" : `links to ${[...callees].join(", ")}`);
      }
    }
  }

  async #looks(names: readonly string[]): Promise<void> {
    await Promise.all(names.map(async (name) => this.#components()?.find(name)?.firstLook()));
  }

  #neighbors(root: string): readonly Neighbor[] {
    const components = this.#components();
    return this.#project.manifest.components
      .filter(({ name }) => name !== root)
      .map((manifest) => {
        const linkable = components?.find(manifest.name)?.build?.linkable;
        // The project may say something else by now than when that build was linked.
        return { name: manifest.name, linkable: linkable === undefined ? undefined : { ...linkable, manifest } };
      });
  }

  /** Those the file names; all, where an import has nobody else to answer it. */
  #mayCall({ manifest, world, offered }: Importer): readonly string[] {
    const others = this.#project.manifest.components.map(({ name }) => name).filter((name) => name !== manifest.name);
    const named = manifest.links.flatMap(({ to }) => ("component" in to ? [to.component] : []));
    const open = interfacesOf(world.imports).some(
      (item) => item.functions.length > 0 && parseInterfaceName(item.name) !== undefined && !offered.has(item.name),
    );
    return open ? others : others.filter((name) => named.includes(name));
  }

  #waitsFor(from: string, to: string, seen: Set<string>): boolean {
    seen.add(from);
    return [...(this.#waiting.get(from) ?? [])].some(
      (next) => next === to || (!seen.has(next) && this.#waitsFor(next, to, seen)),
    );
  }
}
