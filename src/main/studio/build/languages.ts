import { existsSync } from "node:fs";
import { join } from "node:path";

export type LanguageName = "rust" | "go" | "javascript" | "python" | "c";

interface Language {
  readonly name: LanguageName;
  /** Files at a component's root that tell its language. */
  readonly markers: readonly string[];
  /** Sources beside those every component has. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

const LANGUAGES: readonly Language[] = [
  {
    name: "rust",
    markers: ["Cargo.toml"],
    include: ["**/*.rs", "**/Cargo.toml", "Cargo.lock", "rust-toolchain*", ".cargo/config.toml"],
    exclude: ["**/target/**"],
  },
  { name: "go", markers: ["go.mod"], include: ["**/*.go", "go.mod", "go.sum"], exclude: [] },
  {
    name: "javascript",
    markers: ["package.json"],
    include: ["*.{js,mjs,cjs,ts,mts,cts}", "lib/**", "package.json", "tsconfig*.json"],
    exclude: [],
  },
  {
    name: "python",
    markers: ["pyproject.toml", "requirements.txt", "setup.py"],
    include: ["**/*.py", "pyproject.toml", "requirements.txt"],
    exclude: ["**/{venv,__pycache__}/**"],
  },
  {
    name: "c",
    markers: ["CMakeLists.txt", "Makefile", "makefile"],
    include: ["**/*.{c,h,cc,cpp,hpp}", "CMakeLists.txt", "{M,m}akefile"],
    exclude: [],
  },
];

/** What builds of any language read. Fetched WIT is not a source: tools write it while they build. */
const EVERY_LANGUAGE = {
  include: ["src/**", "wit/**", "*.wit", "wasmcloud.toml", ".wash/config.*"],
  exclude: ["wit/deps/**"],
} as const;

/** The languages whose project files lie at a folder's root; several where a build mixes them. */
export function detectLanguages(root: string): readonly LanguageName[] {
  return LANGUAGES.filter(({ markers }) => markers.some((marker) => existsSync(join(root, marker)))).map(
    ({ name }) => name,
  );
}

/** The patterns for a component that states none. */
export function defaultPatterns(languages: readonly LanguageName[]): {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
} {
  const chosen = LANGUAGES.filter(({ name }) => languages.includes(name));
  return {
    include: [...EVERY_LANGUAGE.include, ...chosen.flatMap(({ include }) => include)],
    exclude: [...EVERY_LANGUAGE.exclude, ...chosen.flatMap(({ exclude }) => exclude)],
  };
}
