import { join } from "node:path";

import type { StudioEntries } from "../entries.ts";
import { preparePrivateFolder, userCacheFolder, userEnvironment } from "../project/user-folders.ts";
import { setV8Flags } from "../v8-flags.ts";
import { Transpiler } from "./transpiler.ts";

type Entries = Pick<StudioEntries, "transpile" | "adapters">;

/**
 * The transpiler with this user's cache; dispose it. Sets V8's flags, so it comes before the process starts a thread.
 * @throws StudioError `store-not-writable` when the cache folder cannot be made, or belongs to somebody else
 */
export function openTranspiler({ transpile, adapters }: Entries): Transpiler {
  setV8Flags();
  const cacheFolder = join(userCacheFolder(userEnvironment()), "transpiled");
  preparePrivateFolder(cacheFolder);
  return new Transpiler({ entry: transpile, adapters, cacheFolder });
}

/** For who has no transpiler and seldom needs one: each call opens one for itself. */
export function seldomWrapping(entries: Entries): Pick<Transpiler, "wrap"> {
  return {
    wrap: async (...wrapped) => {
      await using transpiler = openTranspiler(entries);
      return await transpiler.wrap(...wrapped);
    },
  };
}
