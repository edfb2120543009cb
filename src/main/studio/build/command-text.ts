/** A build command as one would type it into a shell. */
export function commandText(command: string | readonly string[]): string {
  return typeof command === "string" ? command : command.map(quoted).join(" ");
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}
