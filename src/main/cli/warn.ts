/** On stderr, whatever is printed on stdout. */
export function warn(text: string): void {
  process.stderr.write(`vitrine: ${text}\n`);
}
