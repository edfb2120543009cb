/** Prepares the folder it is given as somebody who is not root, and prints the error that came of it. */
import { toErrorView } from "../../../../shared/errors.ts";
import { prepareStateFolder } from "../state-folder.ts";

const NOBODY = 65_534;

if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
let printed: unknown = { code: "prepared" };
try {
  prepareStateFolder(process.argv[2] ?? "");
} catch (error) {
  printed = toErrorView(error);
}
process.stdout.write(JSON.stringify(printed));
