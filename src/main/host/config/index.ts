import type { HostContext, HostModule, HostPackage } from "../context.ts";

const NOTE = "the values the project file gives this component";

/** wasi:config: one map under all the ids that real components use for it. */
export const config: HostPackage = {
  name: "wasi:config",
  interfaces: [
    { name: "store", versions: ["0.2.0-draft", "0.2.0-rc.1", "0.2.0-draft-2024-09-27"], module: "store", note: NOTE },
    { name: "runtime", versions: ["0.2.0-draft"], module: "runtime", note: NOTE },
  ],
  create: (ctx) => ({ store: createConfig(ctx), runtime: createConfig(ctx) }),
};

/** Both modules read the same values; they are two objects because the recorder replaces members of each. */
function createConfig(ctx: HostContext): HostModule {
  return {
    /** `get: func(key: string) -> result<option<string>, error>`; an unknown key is none, never an error. */
    get: (key: string): string | undefined => ctx.config.get(key),
    /** `get-all: func() -> result<list<tuple<string, string>>, error>`, sorted by key. */
    getAll: (): (readonly [string, string])[] => [...ctx.config].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  };
}
