import { callsOf, type Script } from "../script.ts";

/** What the project gives the component that runs these: sorted, as `get-all` returns it. */
export const CONFIG = { empty: "", greeting: "hellå" } as const;

/** wasi:config under one of its ids; the shape is the same everywhere. It has no error a guest could cause. */
export function configScript(id: string): Script {
  const config = callsOf(id);
  return {
    does: `reads its configuration as ${id}`,
    steps: [
      config("get", "greeting").ok(CONFIG.greeting),
      config("get", "empty").ok(""),
      config("get", "nobody set this").ok(undefined),
      config("get-all").ok(Object.entries(CONFIG)),
    ],
  };
}

export const CONFIG_IDS = [
  "wasi:config/store@0.2.0-draft",
  "wasi:config/runtime@0.2.0-draft",
  "wasi:config/store@0.2.0-rc.1",
  "wasi:config/store@0.2.0-draft-2024-09-27",
];
