import { existsSync } from "node:fs";
import { join } from "node:path";

import type { DoctorRow } from "../../../shared/model.ts";
import type { LanguageName } from "../build/languages.ts";
import { askTool } from "./tool-version.ts";

interface Tool {
  readonly name: string;
  readonly ask: readonly [string, ...string[]];
  readonly neededFor: string;
  readonly language?: LanguageName;
  readonly fix: string;
}

const TOOLS: readonly Tool[] = [
  {
    name: "cargo",
    ask: ["cargo", "--version"],
    neededFor: "components in Rust",
    language: "rust",
    fix: "Install Rust from https://rustup.rs",
  },
  {
    name: "rustc",
    ask: ["rustc", "--version"],
    neededFor: "components in Rust",
    language: "rust",
    fix: "Install Rust from https://rustup.rs",
  },
  {
    name: "cargo-component",
    ask: ["cargo", "component", "--version"],
    neededFor: "crates made for cargo-component",
    fix: "cargo install --locked cargo-component",
  },
  {
    name: "go",
    ask: ["go", "version"],
    neededFor: "components in Go",
    language: "go",
    fix: "Install Go from https://go.dev/dl",
  },
  {
    name: "tinygo",
    ask: ["tinygo", "version"],
    neededFor: "components in Go",
    language: "go",
    fix: "Install TinyGo from https://tinygo.org/getting-started/install",
  },
  {
    name: "npm",
    ask: ["npm", "--version"],
    neededFor: "components in JavaScript and TypeScript",
    language: "javascript",
    fix: "Install Node from https://nodejs.org",
  },
  {
    name: "jco",
    ask: ["jco", "--version"],
    neededFor: "scripts that call a global jco",
    fix: "npm install -g @bytecodealliance/jco, or use the project's own",
  },
  {
    name: "componentize-py",
    ask: ["componentize-py", "--version"],
    neededFor: "components in Python",
    language: "python",
    fix: "pip install componentize-py",
  },
  {
    name: "wash",
    ask: ["wash", "--version"],
    neededFor: "build commands that call wash",
    fix: "Install wash from https://wasmcloud.com/docs/installation",
  },
  {
    name: "wasm-tools",
    ask: ["wasm-tools", "--version"],
    neededFor: "build commands that call wasm-tools",
    fix: "cargo install --locked wasm-tools",
  },
];

const RUST_TARGET = "wasm32-wasip2";

export interface ToolchainOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Of the project's components. */
  readonly languages: ReadonlySet<LanguageName>;
  /** Programs that the project's build commands run. */
  readonly programs: ReadonlySet<string>;
  /** Ends the tools that are being asked. */
  readonly signal?: AbortSignal;
  /** Told of each tool once it answered or did not. */
  readonly onAnswered?: (name: string) => void;
}

/** How many tools `toolchainRows` asks. */
export const TOOL_COUNT = TOOLS.length;

/** Which build tools there are. One that the project needs and that is not there is a problem, any other is not. */
export async function toolchainRows(options: ToolchainOptions): Promise<readonly DoctorRow[]> {
  const { env, languages, programs, signal, onAnswered } = options;
  const rows = await Promise.all(
    TOOLS.map(async (tool): Promise<DoctorRow> => {
      const answer = await askTool(tool.ask, env, undefined, signal);
      onAnswered?.(tool.name);
      const isNeeded = programs.has(tool.name) || (tool.language !== undefined && languages.has(tool.language));
      const isAbsent = answer.kind === "missing" || (answer.kind === "broken" && tool.name === "cargo-component");
      if (answer.kind === "answered") return { name: tool.name, status: "ok", found: answer.text.split("\n")[0] ?? "" };
      const found = isAbsent ? "not installed" : `installed, but broken: ${answer.kind === "broken" ? answer.why : ""}`;
      // A build command names what it runs; a language alone may be built in several ways.
      const status = programs.has(tool.name) ? "problem" : isNeeded || !isAbsent ? "warning" : "ok";
      return { name: tool.name, status, found: isNeeded ? found : `${found} (for ${tool.neededFor})`, fix: tool.fix };
    }),
  );
  return [...rows.slice(0, 2), await rustTargetRow(options), ...rows.slice(2)];
}

async function rustTargetRow({ env, languages, signal }: ToolchainOptions): Promise<DoctorRow> {
  const isNeeded = languages.has("rust");
  const name = `Rust target ${RUST_TARGET}`;
  const fix = `rustup target add ${RUST_TARGET}`;
  const answer = await askTool(["rustc", "--print", "sysroot"], env, undefined, signal);
  if (answer.kind !== "answered") return { name, status: "ok", found: "no Rust to look into", fix };
  if (existsSync(join(answer.text, "lib", "rustlib", RUST_TARGET))) return { name, status: "ok", found: "installed" };
  return {
    name,
    status: isNeeded ? "problem" : "ok",
    found: isNeeded ? "not installed" : "not installed (for components in Rust)",
    fix,
  };
}
