import { logLevels } from "./log-scope.ts";

interface ScopedSearch {
  /** What is left to be searched for. */
  readonly search: string;
  /** Parameters of the view: `level`, `component`, `context`. */
  readonly scope: Readonly<Record<string, string>>;
}

const KEYS: Readonly<Record<string, string>> = { level: "level", component: "component", ctx: "context" };
const TERM = /(^|\s)(level|component|ctx):("[^"]+"|[^\s"]+)(?=\s|$)/g;

/**
 * The filter language in the search of logs: `level:warn component:api ctx:db timeout` narrows by the first three and
 * searches for the last. A level that is none, and a regular expression, stay what is searched for.
 */
export function scopeFromSearch(text: string): ScopedSearch {
  if (/^\s*\/.*\/\s*$/s.test(text)) return { search: text, scope: {} };
  const scope: Record<string, string> = {};
  const search = text.replaceAll(TERM, (term, before: string, key: string, value: string) => {
    const said = value.replaceAll('"', "");
    const name = KEYS[key];
    if (name === undefined || (key === "level" && !logLevels.some((level) => level === said))) return term;
    scope[name] = said;
    return before;
  });
  return { search: search.trim(), scope };
}
