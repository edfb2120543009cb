import { ValueStore } from "../store/value-store.ts";
import { formatRoute, parseRoute, type Route, withParams } from "./route.ts";

/** The route of this window, kept in step with the address bar. */
export class RouteStore extends ValueStore<Route> {
  readonly #onHashChange = () => this.set(parseRoute(location.hash));
  /** Where each view was left, by its first path part: coming back finds the same filter and selection. */
  readonly #left = new Map<string, Route>();

  constructor() {
    super(parseRoute(location.hash));
    window.addEventListener("hashchange", this.#onHashChange);
  }

  override set(route: Route): void {
    const before = this.get();
    this.#left.set(before.path[0] ?? "", before);
    super.set(route);
  }

  /** Another place: the back button returns. */
  go(path: readonly string[], params: Readonly<Record<string, string>> = {}): void {
    const hash = formatRoute({ path, params });
    if (hash === location.hash) return;
    history.pushState(null, "", hash);
    this.set({ path, params });
  }

  /** A view as it was left. */
  resume(view: string): void {
    const left = this.#left.get(view);
    if (this.get().path[0] === view) return;
    this.go(left?.path ?? [view], left?.params ?? {});
  }

  /** The same place with another filter or selection: no step for the back button. */
  patch(patch: Readonly<Record<string, string | undefined>>): void {
    const next = withParams(this.get(), patch);
    history.replaceState(null, "", formatRoute(next));
    this.set(next);
  }

  dispose(): void {
    window.removeEventListener("hashchange", this.#onHashChange);
  }
}
