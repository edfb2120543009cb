/** Numbers as people read them: units always, to the precision that helps. */

/** `0.08 ms`, `6.8 ms`, `212 ms`, `4.2 s`, `3 min 5 s` */
export function duration(ms: number): string {
  if (ms < 20) return `${milliseconds(ms)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The figure alone, for a column whose head says ms. */
export function milliseconds(ms: number): string {
  if (ms >= 100) return count(Math.round(ms));
  if (ms >= 0.095 || ms === 0) return ms.toFixed(1);
  return ms.toFixed(2);
}

/** `118 B`, `4.1 KiB`, `12.8 MiB` */
export function byteSize(bytes: number): string {
  if (bytes < 1024) return `${count(bytes)} B`;
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 100 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ""}`;
}

const grouped = new Intl.NumberFormat("en-US");

/** `1,284` */
export function count(value: number): string {
  return grouped.format(value);
}

/** `1 key`, `2 keys` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** The start of a digest, as long as a person needs to tell builds apart. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 4);
}
