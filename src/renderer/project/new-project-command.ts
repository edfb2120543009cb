import { word } from "../call/shell-text.ts";

interface NamedProject {
  readonly template: string;
  readonly name: string;
  /** Where it is made, below the folder the commands are run in. */
  readonly folder: string;
}

/** What makes the project from a terminal, and what shows it then. */
export function newProjectCommand({ template, name, folder }: NamedProject): string {
  const named = name === folder ? "" : ` --name ${word(name)}`;
  return `vitrine new ${word(folder)} --template ${word(template)}${named}\nvitrine serve ${word(folder)}`;
}
