import { Option } from "commander";
import { StudioError } from "../../shared/errors.ts";

/** Hosts that components may reach, beside those of the project. */
export function allowEgress(): Option {
  const what = "a host that components may send requests to, as in egress.allow; may be repeated";
  return repeated("--allow-egress <host>", what, listed);
}

/** Names that browsers may use for the page. */
export function allowHost(): Option {
  const what = "a name beside the loopback ones that browsers may use; may be repeated";
  return repeated("--allow-host <name>", what, listed);
}

/** Values over those of the project's files. */
export function config(): Option {
  const what = "a value of wasi:config for every component, over what the project's files say; may be repeated";
  return repeated("--config <key=value>", what, pairs);
}

/** May stand several times, and does not swallow the arguments after it. */
function repeated<Value>(
  flags: string,
  description: string,
  parse: (text: string, before: readonly Value[]) => readonly Value[],
): Option {
  return new Option(flags, description).argParser((text: string, before: readonly Value[] | undefined) =>
    parse(text, before ?? []),
  );
}

/** Only the first `=` parts the key from its value. */
function pairs(text: string, before: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const [key, ...rest] = text.split("=");
  if (key === undefined || key === "" || rest.length === 0)
    throw new StudioError("usage", `--config takes a key and its value, KEY=VALUE, not ${JSON.stringify(text)}.`);
  return [...before, [key, rest.join("=")]];
}

function listed(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** Reads the value of a flag that takes a port. */
export function port(flag: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isInteger(value) && value >= 0 && value <= 65535) return value;
    throw new StudioError("usage", `${flag} takes a number from 0 to 65535, not ${JSON.stringify(text)}.`);
  };
}
