/**
 * How jco calls things in the JavaScript it generates. Names that are reserved words in JavaScript (`delete`, `new`)
 * stay as they are where they are members, and members are all that we touch.
 */

/** Functions, parameters, record fields and flags: `get-http2-v1` → `getHttp2V1`, `HTTP-x` → `httpX`. */
export function lowerCamel(name: string): string {
  return words(name)
    .map((word, index) => (index === 0 ? word : capitalized(word)))
    .join("");
}

/** Resource classes: `bucket-list` → `BucketList`. */
export function upperCamel(name: string): string {
  return words(name).map(capitalized).join("");
}

/** A WIT name is words with hyphens between; a word may be all capitals, which jco does not keep. */
function words(name: string): string[] {
  return name
    .split("-")
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
