/** Longer names are refused where a project is named. */
export const MAX_PROJECT_NAME_CHARS = 64;

/**
 * What a project of this name is called in WIT, on disk and in its project file: `My Shop 2` is `my-shop2`, because
 * words of WIT begin with a letter. Undefined when nothing is left, or it is too long.
 */
export function toWitName(name: string): string | undefined {
  const words = name
    .normalize("NFKD")
    .replaceAll(/\p{Mark}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  let text = "";
  // A word that begins with a digit goes on the word before it.
  for (const word of words) text += text === "" || /^\d/.test(word) ? word : `-${word}`;
  text = text.replace(/^[\d-]+/, "");
  return text === "" || text.length > MAX_PROJECT_NAME_CHARS ? undefined : text;
}
