/** Small things a person expects to find again: kept in localStorage, and lost silently where that is forbidden. */

export function readKept<T>(key: string, parse: (raw: unknown) => T | undefined): T | undefined {
  try {
    const text = localStorage.getItem(`vitrine.${key}`);
    return text === null ? undefined : parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(`vitrine.${key}`, JSON.stringify(value));
  } catch {
    // A full or forbidden localStorage costs a convenience, nothing that was promised.
  }
}
