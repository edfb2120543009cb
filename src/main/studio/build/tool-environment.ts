import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import type { UserEnvironment } from "../project/user-folders.ts";

/** Where installers put tools. Apps that are not started from a terminal do not get the PATH of the person's shell. */
const TOOL_FOLDERS: Readonly<Record<"home" | "system", readonly string[]>> = {
  home: [".cargo/bin", "go/bin", ".local/bin", ".wash/bin", ".volta/bin", "bin"],
  system: ["/opt/homebrew/bin", "/usr/local/bin", "/usr/local/go/bin"],
};

/** What tools are started with: the studio's environment, a PATH that finds what is installed, colors. */
export function toolEnvironment(user: UserEnvironment, own: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _ours, NO_COLOR: _none, ...inherited } = user.env;
  const pathName = Object.keys(inherited).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  return {
    ...inherited,
    [pathName]: toolPath(user, inherited[pathName] ?? ""),
    TERM: "xterm-256color",
    COLORTERM: "truecolor",
    FORCE_COLOR: "1",
    CLICOLOR_FORCE: "1",
    CARGO_TERM_COLOR: "always",
    ...own,
  };
}

/** The file a command names, or undefined when nothing of that name can be found. */
export function findTool(command: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const extensions = platform === "win32" ? (env["PATHEXT"] ?? ".EXE;.CMD;.BAT").split(";") : [""];
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === "PATH")?.[1] ?? "";
  for (const folder of path.split(delimiter).filter((each) => each !== "")) {
    for (const extension of extensions) {
      const file = join(folder, `${command}${extension}`);
      if (existsSync(file)) return file;
    }
  }
  return undefined;
}

function toolPath({ home, platform }: UserEnvironment, path: string): string {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  const known = platform === "win32" ? [".cargo\\bin", "go\\bin"] : TOOL_FOLDERS.home;
  const candidates = [
    ...known.map((folder) => join(home, folder)),
    ...(platform === "win32" ? [] : TOOL_FOLDERS.system),
  ];
  return [...folders, ...candidates.filter((folder) => !folders.includes(folder) && existsSync(folder))].join(
    delimiter,
  );
}
