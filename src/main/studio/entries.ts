/** The modules that run as threads or processes of their own, and the built page. */
export interface StudioEntries {
  readonly worker: URL;
  readonly journal: URL;
  readonly stateReader: URL;
  readonly transpile: URL;
  /** Folder of the adapters for WASI preview 1; ends with a slash. */
  readonly adapters: URL;
  /** Folder of the built renderer; ends with a slash. */
  readonly renderer: URL;
  /** Folder of what comes with Vitrine, beside the code: templates, WIT; ends with a slash. */
  readonly resources: URL;
}

/**
 * Where the build puts them. `base` is the `import.meta.url` of an ENTRY (`index`, `studio`, `cli`): an entry keeps its
 * place in `out/main`, while a module that two entries share moves into `out/main/chunks` and would point beside it.
 * So an entry calls this once and hands the result down.
 */
export function builtEntries(base: string): StudioEntries {
  return {
    worker: new URL("./worker.js", base),
    journal: new URL("./journal.js", base),
    stateReader: new URL("./state-reader.js", base),
    transpile: new URL("./transpile.js", base),
    adapters: new URL("./adapters/", base),
    renderer: new URL("../renderer/", base),
    resources: new URL("../../resources/", base),
  };
}
