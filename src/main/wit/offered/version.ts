/**
 * The rule of real hosts: an exact version first; plain releases of one track (`0.2.x`, `1.x`) satisfy each other;
 * a pre-release satisfies only itself.
 */
export function matchesVersion(served: string, wanted: string): boolean {
  if (served === wanted) {
    return true;
  }
  const wantedTrack = trackOf(wanted);
  return wantedTrack !== undefined && wantedTrack === (trackOfPattern(served) ?? trackOf(served));
}

export function isPlainRelease(version: string): boolean {
  return /^\d+\.\d+\.\d+$/.test(version);
}

/** The highest plain release; without one, the last as text. */
export function newest(versions: readonly string[]): string | undefined {
  const numbers = (version: string): number[] => (isPlainRelease(version) ? version.split(".").map(Number) : [-1]);
  return versions.toSorted((a, b) => compareNumbers(numbers(a), numbers(b)) || (a < b ? -1 : Number(a > b))).at(-1);
}

/** `0.2.12` → `0.2`, `1.4.0` → `1`; nothing for a pre-release, build metadata or `0.0.x`. */
function trackOf(version: string): string | undefined {
  if (!isPlainRelease(version)) {
    return undefined;
  }
  const [major = "0", minor = "0", patch = "0"] = version.split(".");
  if (major !== "0") {
    return major;
  }
  return minor === "0" ? `0.0.${patch}` : `0.${minor}`;
}

function trackOfPattern(pattern: string): string | undefined {
  return /^(\d+(?:\.\d+)*)\.x$/.exec(pattern)?.[1];
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
