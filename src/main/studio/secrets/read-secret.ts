import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { parseEnv } from "node:util";

import { toErrorView } from "../../../shared/errors.ts";
import { utf8Text } from "../../host/secrets/index.ts";
import { confine } from "../project/confine.ts";
import type { SecretManifest } from "../project/manifest.ts";

/** A value is a key or a password, not a document: records are searched for all of it. */
export const MAX_SECRET_BYTES = 64 * 1024;
/** The owner alone may read or change it. */
const OTHERS_MAY = 0o066;
const LINE_BREAK = 0x0a;

export type ReadSecret =
  | { readonly state: "found"; readonly bytes: Uint8Array; readonly warning?: string }
  | { readonly state: "missing" | "unreadable" | "refused"; readonly why: string };

export interface ReadSecretOptions {
  /** The project's folder, its links already followed. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Reads the source of a secret as it is now. Never throws: what keeps it from being read is said in words. */
export async function readSecret(secret: SecretManifest, options: ReadSecretOptions): Promise<ReadSecret> {
  if ("fromEnv" in secret) return readVariable(secret.fromEnv, options.env);
  const file = await readPrivateFile(secret.file, options);
  if (file.state !== "found") return file;
  if (secret.key !== undefined) return readLine(secret.file, secret.key, file.bytes);
  const endsInBreak = secret.as === "string" && file.bytes.at(-1) === LINE_BREAK;
  return endsInBreak
    ? {
        ...file,
        warning: `${secret.file} ends in a line break, and that is part of the value. Remove it unless it belongs there.`,
      }
    : file;
}

function readVariable(variable: string, env: ReadSecretOptions["env"]): ReadSecret {
  const value = env[variable];
  if (value === undefined) {
    return {
      state: "missing",
      why: `The environment variable ${variable} is not set where Vitrine was started. Set it there and start Vitrine again, or name a file in vitrine.jsonc.`,
    };
  }
  const bytes = new TextEncoder().encode(value);
  return bytes.length > MAX_SECRET_BYTES ? tooLarge(`The environment variable ${variable}`) : { state: "found", bytes };
}

function readLine(path: string, key: string, bytes: Uint8Array): ReadSecret {
  const text = utf8Text(bytes);
  if (text === undefined) {
    return {
      state: "unreadable",
      why: `${path} is no UTF-8 text, so it has no lines. Write it as NAME=value lines, or leave "key" out.`,
    };
  }
  const lines = parseEnv(text);
  const value = Object.hasOwn(lines, key) ? lines[key] : undefined;
  if (value !== undefined) return { state: "found", bytes: new TextEncoder().encode(value) };
  return { state: "missing", why: `${path} has no line ${key}=…. Add it, or correct "key" in vitrine.jsonc.` };
}

async function readPrivateFile(path: string, { root, platform }: ReadSecretOptions): Promise<ReadSecret> {
  let file: FileHandle | undefined;
  try {
    // Also now: a link may have been turned since the project file was read.
    confine(root, path, "secrets");
  } catch (error) {
    return { state: "refused", why: toErrorView(error).message };
  }
  try {
    // What is no file must not keep us waiting for somebody to write into it.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = await file.stat();
    if (!stat.isFile()) return { state: "refused", why: `${path} is no file. Name the file that holds the value.` };
    if (platform !== "win32" && (stat.mode & OTHERS_MAY) !== 0) {
      const mode = (stat.mode & 0o777).toString(8).padStart(3, "0");
      return {
        state: "refused",
        why: `Others may read or change ${path} (mode ${mode}), so it is not used. Run: chmod 600 ${quoted(path)}`,
      };
    }
    if (stat.size > MAX_SECRET_BYTES) return tooLarge(path);
    const buffer = new Uint8Array(MAX_SECRET_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return length > MAX_SECRET_BYTES ? tooLarge(path) : { state: "found", bytes: buffer.slice(0, length) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") {
      return {
        state: "missing",
        why: `There is no ${path}. Create it, readable by you alone, or correct the path in vitrine.jsonc.`,
      };
    }
    return {
      state: "unreadable",
      why: `${path} cannot be read: ${toErrorView(error).message}. Check its permissions.`,
    };
  } finally {
    await file?.close();
  }
}

function tooLarge(what: string): ReadSecret {
  return {
    state: "unreadable",
    why: `${what} is larger than ${MAX_SECRET_BYTES / 1024} KiB, more than a secret may have. Keep what is that large elsewhere, and only its key as a secret.`,
  };
}

/** For a shell, where a path has other characters than those that mean themselves. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
