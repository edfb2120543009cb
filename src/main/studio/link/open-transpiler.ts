import { join } from "node:path";

import { preparePrivateFolder, userCacheFolder, userEnvironment } from "../project/user-folders.ts";
import { Transpiler } from "./transpiler.ts";

/**
 * The transpiler with this user's cache; dispose it. `entry`: `transpile-worker.ts`, or what it was built to.
 * @throws StudioError `store-not-writable` when the cache folder cannot be made, or belongs to somebody else
 */
export function openTranspiler(entry: URL): Transpiler {
  const cacheFolder = join(userCacheFolder(userEnvironment()), "transpiled");
  preparePrivateFolder(cacheFolder);
  return new Transpiler({ entry, cacheFolder });
}
