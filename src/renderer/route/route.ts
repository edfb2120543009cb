/** Where the person is: the view and its subject as path, filters and selection as parameters. Lives in the URL's hash. */
export interface Route {
  readonly path: readonly string[];
  readonly params: Readonly<Record<string, string>>;
}

/** `#/keyvalue/cache/default?key=a%2Fb` */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const params: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) params[name] = value;
  return {
    path: path
      .split("/")
      .filter((part) => part !== "")
      .map(decode),
    params,
  };
}

export function formatRoute(route: Route): string {
  const query = new URLSearchParams(Object.entries(route.params).filter(([, value]) => value !== "")).toString();
  return `#/${route.path.map(encodeURIComponent).join("/")}${query === "" ? "" : `?${query}`}`;
}

/** Parameters with some replaced; an empty value takes one away. */
export function withParams(route: Route, patch: Readonly<Record<string, string | undefined>>): Route {
  const params: Record<string, string> = { ...route.params };
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || value === "") delete params[name];
    else params[name] = value;
  }
  return { path: route.path, params };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
