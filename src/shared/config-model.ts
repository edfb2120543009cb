/** What `wasi:config` answers a component, and where each value comes from. */

/** Where a value stands. Paths are relative to the project, with `/`; `line` counts from 1 and is absent where it is not known. */
export type ConfigOrigin =
  /** `config.values` of the component, in the project file. */
  | { readonly kind: "inline"; readonly file: string; readonly line?: number }
  /** `configs.<set>.inline` */
  | { readonly kind: "set"; readonly set: string; readonly file: string; readonly line?: number }
  /** A line of the file that `configs.<set>.file` names. */
  | { readonly kind: "set-file"; readonly set: string; readonly file: string; readonly line?: number }
  /** A variable that `configs.<set>.fromEnv` names, of the environment that Vitrine was started in. */
  | { readonly kind: "env"; readonly set: string; readonly variable: string }
  /** `config.values` of the component, in the local file that is laid over the project file. */
  | { readonly kind: "local"; readonly file: string; readonly line?: number }
  /** `--config KEY=VALUE` */
  | { readonly kind: "command-line" };

export interface ConfigValue {
  readonly value: string;
  readonly origin: ConfigOrigin;
}

/** One key as the component sees it. */
export interface ConfigRow extends ConfigValue {
  readonly key: string;
  /** What the same key says in sources that come before and so do not count, the strongest of them first. */
  readonly shadowed: readonly ConfigValue[];
}

/** `ComponentSummary.name` and its values, sorted by key as `get-all` gives them. */
export interface ConfigView {
  readonly component: string;
  /** Whether its build imports wasi:config; absent before one linked. */
  readonly imported?: boolean;
  /** Sets it takes over, in the order in which they count: later ones win. */
  readonly from: readonly string[];
  readonly rows: readonly ConfigRow[];
  /** Whether there is a project file to write values into: not for a bare artefact. */
  readonly editable: boolean;
  /** What keeps the values from being told: the file and what is wrong with it. The component keeps those it had. */
  readonly error?: string;
}

/** A value of the `local` file, which is one person's own, wins over named sets; one of the `project` file does not. */
export interface SetConfigInput {
  readonly component: string;
  readonly key: string;
  /** Null takes the key away from that file. */
  readonly value: string | null;
  readonly file: "project" | "local";
}
