/** Subjects and patterns of messages, with the rules of NATS: tokens between dots, compared as they are. */

/** Why nothing can be published to this subject; undefined when it can. */
export function subjectFault(subject: string): string | undefined {
  if (subject === "") return "it is empty";
  const tokens = subject.split(".");
  if (tokens.includes("")) return "it has an empty token (a dot at an end, or two in a row)";
  if (/[\s\0]/.test(subject)) return "it has white space in it";
  if (tokens.some((token) => token === "*" || token === ">")) return "wildcards belong into subscriptions";
  return undefined;
}

/** Why nothing can subscribe with this pattern; undefined when it can. */
export function patternFault(pattern: string): string | undefined {
  if (pattern === "") return "it is empty";
  const tokens = pattern.split(".");
  if (tokens.includes("")) return "it has an empty token (a dot at an end, or two in a row)";
  if (/[\s\0]/.test(pattern)) return "it has white space in it";
  if (tokens.slice(0, -1).includes(">")) return "> stands for all that follows, so it can only be the last token";
  return undefined;
}

/** `*` stands for exactly one token, `>` as the last one for one or more. */
export function subjectMatches(pattern: string, subject: string): boolean {
  const wanted = pattern.split(".");
  const given = subject.split(".");
  for (const [at, token] of wanted.entries()) {
    if (token === ">" && at === wanted.length - 1) return given.length > at;
    const found = given[at];
    if (found === undefined || (token !== "*" && token !== found)) return false;
  }
  return wanted.length === given.length;
}

/** Whether a pattern matches every subject that another one matches. */
export function patternCovers(pattern: string, other: string): boolean {
  const wanted = pattern.split(".");
  const given = other.split(".");
  for (const [at, token] of wanted.entries()) {
    if (token === ">" && at === wanted.length - 1) return given.length > at;
    const found = given[at];
    if (found === undefined || (found === ">" && at === given.length - 1)) return false;
    if (token !== "*" && token !== found) return false;
  }
  return wanted.length === given.length;
}

/** Whether some subject is matched by both patterns. */
export function patternsMeet(one: string, other: string): boolean {
  const [left, right] = [one.split("."), other.split(".")];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [here, there] = [left[at], right[at]];
    if (here === undefined || there === undefined) return false;
    if ((here === ">" && at === left.length - 1) || (there === ">" && at === right.length - 1)) return true;
    if (here !== "*" && there !== "*" && here !== there) return false;
  }
  return true;
}
