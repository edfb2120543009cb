import {
  chownSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

import { applyEdits, type FormattingOptions, type JSONPath, modify } from "jsonc-parser";

import { StudioError } from "../../../shared/errors.ts";
import { ManifestText, withoutMark } from "./manifest-text.ts";
import type { Json } from "./manifest-text.ts";

/**
 * Sets one value of a project file (or removes it, with `undefined`) and leaves every comment, the order and the
 * indentation of the rest as they are. The file is replaced in one step; its mode stays.
 * @throws StudioError `manifest-invalid` when the file does not parse, `store-not-writable` when it cannot be replaced
 */
export function editManifest(file: string, path: JSONPath, value: Json | undefined): void {
  // A linked file is edited where it is, the link stays.
  const target = realpathSync(file);
  const bytes = readFileSync(target);
  // Refuses what does not parse: an edit would land anywhere.
  const parsed = new ManifestText(target, bytes);
  const original = bytes.toString("utf8");
  const text = withoutMark(original);
  const edited = applyEdits(text, modify(text, path, value, { formattingOptions: formattingOf(text) }));
  if (edited === text) return;
  const mark = text === original ? "" : original.slice(0, 1);
  const result = Buffer.from(mark === "" ? edited : mark + edited.slice(1), "utf8");
  const check = new ManifestText(parsed.file, result);
  if (value !== undefined && check.find(path) === undefined) {
    throw new Error(`The edit of ${basename(file)} did not lead to a value at ${JSON.stringify(path)}.`);
  }
  replace(target, result);
}

function replace(file: string, bytes: Uint8Array): void {
  const before = statSync(file);
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  let created = false;
  try {
    const descriptor = openSync(temporary, "wx", before.mode & 0o777);
    created = true;
    try {
      writeFileSync(descriptor, bytes);
      fchmodSync(descriptor, before.mode & 0o777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    // Root edits a file that is somebody's: it stays theirs.
    if (process.getuid?.() === 0) chownSync(temporary, before.uid, before.gid);
    renameSync(temporary, file);
  } catch (error) {
    if (created) rmSync(temporary, { force: true });
    throw new StudioError(
      "store-not-writable",
      `${file} cannot be changed: ${error instanceof Error ? error.message : String(error)}. The file is as it was.`,
      { cause: error, details: { file } },
    );
  }
}

/** As the file is indented now. */
function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  return {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
}
