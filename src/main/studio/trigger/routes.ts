export interface Route {
  /** `/`, `/api`: this path and everything below it. */
  readonly path: string;
  readonly component: string;
}

/** Which component answers a path: the longest route that holds it, cut at slashes. */
export class RouteTable {
  readonly routes: readonly Route[];
  readonly #longestFirst: readonly { readonly prefix: string; readonly component: string }[];

  constructor(routes: readonly Route[]) {
    this.routes = routes;
    this.#longestFirst = routes
      .map((route) => ({ prefix: route.path.replace(/\/+$/, ""), component: route.component }))
      .toSorted((a, b) => b.prefix.length - a.prefix.length);
  }

  /** `pathWithQuery` is taken as it came: no decoding, no resolving of dots. */
  find(pathWithQuery: string): string | undefined {
    const query = pathWithQuery.indexOf("?");
    const path = query < 0 ? pathWithQuery : pathWithQuery.slice(0, query);
    return this.#longestFirst.find(({ prefix }) => prefix === "" || path === prefix || path.startsWith(`${prefix}/`))
      ?.component;
  }

  /** `/api → counter, / → web`, for a person. */
  describe(): string {
    if (this.routes.length === 0) return "no routes";
    return this.routes.map((route) => `${route.path} → ${route.component}`).join(", ");
  }
}
