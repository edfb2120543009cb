/** One line of the key list. */
export interface Shortcut {
  readonly keys: string;
  readonly meaning: string;
}

export const shortcuts: readonly Shortcut[] = [
  { keys: "Ctrl K, Ctrl Shift P", meaning: "Find a key, component, invocation or action" },
  { keys: "Ctrl P", meaning: "Jump to a component, bucket, key, object, subject or invocation" },
  { keys: "Ctrl Enter", meaning: "Send the request or message, call the export, save the value" },
  { keys: "Ctrl Shift Enter", meaning: "Send the last request again" },
  { keys: "Ctrl R", meaning: "Build the component in view; read it again where it has no build command" },
  { keys: "Ctrl F", meaning: "Find or filter in the view" },
  { keys: "F3, Shift F3", meaning: "Next and previous match in the logs" },
  { keys: "Ctrl B", meaning: "Fold or unfold the sidebar" },
  { keys: "Ctrl J", meaning: "Show or hide the panel: build output and problems" },
  { keys: "Ctrl `", meaning: "Go to the build output, and back" },
  { keys: "Ctrl 1 … 9", meaning: "Activity, Problems, Logs, Key-value, HTTP, Exports, Run, Messages, Blobs" },
  { keys: "Ctrl C, Ctrl D", meaning: "In a terminal: stop the run, end its input" },
  { keys: "↑ ↓, Page, Home, End", meaning: "Walk rows; the detail follows" },
  { keys: "← →", meaning: "Close and open a branch of a tree; leave and enter a folder" },
  { keys: "Enter", meaning: "Enter a folder; go into the detail of a row" },
  { keys: "Del", meaning: "Delete the chosen or marked keys and objects, with folders all in them" },
  { keys: "Space, F2", meaning: "Mark a row; rename a key, rename or move an object" },
  { keys: "Ctrl Z, Ctrl Shift Z", meaning: "Undo the last change to state or configuration; make it again" },
  { keys: "Menu, Shift F10", meaning: "What can be done with the chosen row" },
  { keys: "Esc", meaning: "Close what floats, take marks back, close the detail; empty the filter" },
  { keys: "Ctrl ,", meaning: "Settings" },
  { keys: "?", meaning: "This list" },
];

export type Command =
  | { readonly kind: "palette"; readonly jump: boolean }
  | { readonly kind: "send-again" | "reload" | "find" | "sidebar" | "panel" | "output" }
  | { readonly kind: "undo" | "redo" | "keys" | "settings" | "open" }
  | { readonly kind: "view"; readonly index: number };

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** What a key press asks of the window; `typing` is true while the focus is in a field. */
export function commandOf(pressed: Pressed, typing: boolean): Command | undefined {
  const main = pressed.ctrlKey || pressed.metaKey;
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  if (pressed.altKey) return undefined;
  if (!main) return key === "?" && !typing ? { kind: "keys" } : undefined;
  if (pressed.shiftKey) {
    if (key === "p") return { kind: "palette", jump: false };
    if (key === "z") return typing ? undefined : { kind: "redo" };
    return key === "Enter" ? { kind: "send-again" } : undefined;
  }
  if (/^[1-9]$/.test(key)) return { kind: "view", index: Number(key) - 1 };
  switch (key) {
    case "k":
      return { kind: "palette", jump: false };
    case "p":
      return { kind: "palette", jump: true };
    case "r":
      return { kind: "reload" };
    case "f":
      return { kind: "find" };
    case "b":
      return { kind: "sidebar" };
    case "j":
      return { kind: "panel" };
    case "`":
      return { kind: "output" };
    case ",":
      return { kind: "settings" };
    case "o":
      return { kind: "open" };
    case "z":
      return typing ? undefined : { kind: "undo" };
    case "y":
      return typing ? undefined : { kind: "redo" };
    default:
      return undefined;
  }
}
