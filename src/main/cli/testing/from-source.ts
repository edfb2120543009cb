/** The `vitrine` command as source: for tests, which need no build. */
import { sourceEntries } from "../../studio/source-entries.ts";
import { runCommandLine } from "../command-line.ts";

await runCommandLine(sourceEntries());
