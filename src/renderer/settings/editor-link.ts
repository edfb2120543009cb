/** Programs that open a file at a line when the browser or the system is given an address of theirs. */
export const editors = [
  { id: "none", label: "none: copy the place" },
  { id: "vscode", label: "Visual Studio Code" },
  { id: "cursor", label: "Cursor" },
  { id: "zed", label: "Zed" },
  { id: "idea", label: "a JetBrains IDE" },
] as const;

export type EditorChoice = (typeof editors)[number]["id"];

/**
 * The address that opens a place, as compilers print it, in an editor: `src/lib.rs:41:7`. `folder`: what a relative
 * path is relative to.
 */
export function editorUrl(editor: Exclude<EditorChoice, "none">, folder: string, place: string): string {
  const [, file = place, line = "1", column = "1"] = /^(.*?)(?::(\d+))?(?::(\d+))?$/s.exec(place) ?? [];
  const path = encoded(absolute(folder, file));
  return editor === "idea"
    ? `idea://open?file=${path}&line=${line}&column=${column}`
    : `${editor}://file${path}:${line}:${column}`;
}

function absolute(folder: string, file: string): string {
  const path = /^(?:[A-Za-z]:)?[\\/]/.test(file) ? file : `${folder}/${file.replace(/^\.[\\/]/, "")}`;
  // One slash in front, not two: what a build prints must not name another machine.
  return `/${path.replaceAll("\\", "/").replace(/^\/+/, "")}`;
}

function encoded(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll("%3A", ":"))
    .join("/");
}
