/** The cell with a name in a list of names; a folder says how many are in it, too. */
export function named(name: string): RegExp {
  const literal = name.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return new RegExp(`^${literal}( \\d+\\+?)?$`);
}
