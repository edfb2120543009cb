/** Tries to open a journal in the folder it is given and prints how that ended. Started as root, it becomes nobody first. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { toErrorView } from "../../../shared/errors.ts";
import { openDatabase } from "../database.ts";

const NOBODY = 65_534;

const folder = process.argv[2] ?? "";
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
let code = "opened";
try {
  openDatabase(join(folder, "journal.sqlite"), { networkFileSystem: false }).close();
} catch (error) {
  code = toErrorView(error).code;
}
process.stdout.write(JSON.stringify({ code, entries: readdirSync(folder) }));
