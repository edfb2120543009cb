import { StudioError } from "../../shared/errors.ts";

/** A PATH of the command line; an empty one is a variable that was not set, not the folder we are in. */
export function projectPath(text: string): string {
  if (text.trim() !== "") return text;
  throw new StudioError(
    "usage",
    'The path is empty. Give a project folder, a vitrine.jsonc or a .wasm; "." is this folder.',
  );
}
