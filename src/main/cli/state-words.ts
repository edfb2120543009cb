import { StudioError } from "../../shared/errors.ts";

/** How a kind of state is asked for: each verb with what stands after it; `…` takes any number, brackets none or one. */
export interface Grammar {
  readonly what: string;
  readonly verbs: Readonly<Record<string, string>>;
}

export const KEYVALUE: Grammar = {
  what: "kv",
  verbs: {
    ls: "[BUCKET]",
    get: "BUCKET KEY",
    set: "BUCKET KEY [VALUE]",
    mv: "BUCKET KEY KEY",
    rm: "BUCKET KEY…",
  },
};

export const BLOB: Grammar = {
  what: "blob",
  verbs: {
    ls: "[CONTAINER]",
    get: "CONTAINER OBJECT",
    put: "CONTAINER OBJECT [FILE]",
    rm: "CONTAINER OBJECT…",
    cp: "CONTAINER OBJECT CONTAINER OBJECT",
    mv: "CONTAINER OBJECT CONTAINER OBJECT",
    mk: "CONTAINER",
    drop: "CONTAINER",
  },
};

export const MESSAGES: Grammar = {
  what: "messages",
  verbs: { "": "", publish: "SUBJECT [BODY]", request: "SUBJECT [BODY]" },
};

/** @throws StudioError `usage` when there is no such verb, or too few or too many words follow it */
export function checkWords(grammar: Grammar, [verb = "", ...words]: readonly string[]): void {
  const wanted = Object.hasOwn(grammar.verbs, verb) ? (grammar.verbs[verb] ?? "") : undefined;
  const slots = wanted === undefined || wanted === "" ? [] : wanted.split(" ");
  const needed = slots.filter((slot) => !slot.startsWith("[")).length;
  const most = slots.some((slot) => slot.endsWith("…")) ? Infinity : slots.length;
  if (wanted === undefined || words.length < needed)
    throw new StudioError("usage", `Use: ${formsOf(grammar).join(" | ")}`);
  if (words.length <= most) return;
  const surplus = words.slice(most).join(" ");
  throw new StudioError(
    "usage",
    `${JSON.stringify(surplus)} is too much for ${grammar.what} ${verb}. Use: ${form(grammar, verb)}. What has spaces in it goes in quotes.`,
  );
}

/** Every form: `kv get BUCKET KEY`. */
export function formsOf(grammar: Grammar): readonly string[] {
  return Object.keys(grammar.verbs).map((verb) => form(grammar, verb));
}

function form({ what, verbs }: Grammar, verb: string): string {
  return [what, verb, verbs[verb]].filter((word) => word !== "").join(" ");
}
