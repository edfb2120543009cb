/** Entry of the `vitrine` command. */
import { builtEntries } from "../studio/entries.ts";
import { runCommandLine } from "./command-line.ts";

await runCommandLine(builtEntries(import.meta.url));
