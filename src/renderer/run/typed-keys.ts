/** What a person does to the line, as it comes out of the bytes of a terminal. */
export type Key =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind:
        | "enter"
        | "left"
        | "right"
        | "word-left"
        | "word-right"
        | "home"
        | "end"
        | "backspace"
        | "delete"
        | "delete-word"
        | "delete-before"
        | "up"
        | "down"
        | "clear-screen"
        | "interrupt"
        | "end-of-input";
    };

type Named = Exclude<Key["kind"], "text">;

const controls: Readonly<Record<string, Named>> = {
  "\r": "enter",
  "\n": "enter",
  "\u007F": "backspace",
  "\b": "backspace",
  "\u0001": "home",
  "\u0002": "left",
  "\u0003": "interrupt",
  "\u0004": "end-of-input",
  "\u0005": "end",
  "\u0006": "right",
  "\u000C": "clear-screen",
  "\u000E": "down",
  "\u0010": "up",
  "\u0015": "delete-before",
  "\u0017": "delete-word",
};

/** By what follows the escape character. */
const sequences: Readonly<Record<string, Named>> = {
  "[D": "left",
  OD: "left",
  "[C": "right",
  OC: "right",
  "[A": "up",
  OA: "up",
  "[B": "down",
  OB: "down",
  "[H": "home",
  OH: "home",
  "[1~": "home",
  "[F": "end",
  OF: "end",
  "[4~": "end",
  "[3~": "delete",
  "[1;5D": "word-left",
  "[1;3D": "word-left",
  b: "word-left",
  "[1;5C": "word-right",
  "[1;3C": "word-right",
  f: "word-right",
  "\u007F": "delete-word",
};

// A control sequence, a function key, a string the terminal answers with, or Alt and a key.
// oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
const ESCAPE = /^\u001B(\[[0-?]*[ -/]*[@-~]|O[@-~]|[\]P^_][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[^[\]OP^_])?/u;

/**
 * Reads what a terminal sends for keys and pastes. Sequences nobody knows are dropped whole, among them the answers a
 * terminal gives to what the program asks it: they are not typed by anybody.
 */
export function keysOf(data: string): readonly Key[] {
  const keys: Key[] = [];
  // A pasted line end of Windows is one.
  let rest = data.replaceAll("\r\n", "\r");
  while (rest !== "") {
    const escape = ESCAPE.exec(rest);
    if (escape !== null) {
      const kind = sequences[escape[1] ?? ""];
      if (kind !== undefined) keys.push({ kind });
      rest = rest.slice(escape[0].length);
      continue;
    }
    const char = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    const kind = controls[char];
    if (kind !== undefined) keys.push({ kind });
    else if (char === "\t" || char >= " ") addText(keys, char);
    rest = rest.slice(char.length);
  }
  return keys;
}

function addText(keys: Key[], char: string): void {
  const last = keys.at(-1);
  if (last?.kind === "text") keys[keys.length - 1] = { kind: "text", text: last.text + char };
  else keys.push({ kind: "text", text: char });
}
