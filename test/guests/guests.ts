// Small components for tests, built in the process that asks for them from the WAT and WIT in `sources/`.
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";

const SOURCES = fileURLToPath(new URL("./sources/", import.meta.url));
/** WASI and wasmCloud packages that the guests import; shared with the example. */
const PACKAGES = fileURLToPath(new URL("../../resources/examples/counter/wit/deps/", import.meta.url));
/** Of these, what the example does not need. */
const MORE_PACKAGES = fileURLToPath(new URL("../../resources/wit/packages/", import.meta.url));
const MORE = /^(wasmcloud-|wasi-blobstore-)/;
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/vitrine-guests/", import.meta.url));
/** The WASI version of the packages, and so what a guest imports unless it asks for another. */
const WASI_VERSION = "0.2.12";

/** What each of them does is in the WIT beside its source. */
export type GuestName =
  | "blobs"
  | "cli-run"
  | "grow-memory"
  | "kv"
  | "log-flood"
  | "loop"
  | "relay"
  | "stack-overflow"
  | "trap-unreachable"
  | "typed"
  | "unknown-import";

/** The component of that name. Built once; later calls, of other processes too, read a cache in `node_modules`. */
export function guest(name: GuestName): Promise<Uint8Array> {
  return build(name, {}, WASI_VERSION);
}

export interface HttpHelloOptions {
  /** What it answers, before the count: at most 1000 bytes, printable ASCII without quotes and backslashes. */
  readonly text?: string;
  /** Of the wasi:http, wasi:io and wasi:clocks it names: `0.2.0`, `0.2.9`. */
  readonly wasi?: string;
  /** Bytes of data that nothing reads; makes an artefact of any size. */
  readonly padding?: number;
}

/**
 * An HTTP handler that adds 1 to the key `hits` of the bucket `default` and answers 200 `TEXT N\n`. Two texts make two
 * digests and two answers.
 */
export function httpHello(options: HttpHelloOptions = {}): Promise<Uint8Array> {
  const text = options.text ?? "hello";
  if (!/^[ !#-[\]-~]{1,1000}$/.test(text)) throw new RangeError(`not a text http-hello can hold: ${text}`);
  const values = { text, textBytes: String(text.length + 1) };
  return build("http-hello", values, options.wasi ?? WASI_VERSION, options.padding);
}

export interface ComponentOptions {
  /** What the WIT of WASI marks as unstable can be imported, too. */
  readonly unstable?: boolean;
}

/** Makes a component of a core module's WAT and the WIT of its world, for cases that belong to one test alone. */
export async function componentFrom(
  wat: string,
  wit: string,
  world: string,
  { unstable = false }: ComponentOptions = {},
): Promise<Uint8Array> {
  const prelude = await source("prelude.wat");
  const binary = await parse(wat.replaceAll("{{prelude}}", () => prelude));
  const witSource = [wit, ...(await packages())].join("\n");
  const features = { tag: "all" } as const;
  const embedded = await componentEmbed({
    binary,
    witSource,
    world,
    stringEncoding: "utf8",
    ...(unstable ? { features } : {}),
  });
  return componentNew(embedded, []);
}

async function build(
  name: string,
  values: Readonly<Record<string, string>>,
  wasi: string,
  padding = 0,
): Promise<Uint8Array> {
  let wat = await source(`${name}.wat`);
  for (const [key, value] of Object.entries(values)) wat = wat.replaceAll(`{{${key}}}`, () => value);
  wat = wat.replaceAll(`@${WASI_VERSION}`, `@${wasi}`);
  const wit = (await source(`${name}.wit`)).replaceAll(`@${WASI_VERSION}`, `@${wasi}`);
  const prelude = await source("prelude.wat");
  const all = (await packages()).map((text) => text.replaceAll(`@${WASI_VERSION}`, `@${wasi}`));

  const hash = createHash("sha256");
  for (const part of [await toolVersion(), prelude, wat, wit, String(padding), ...all]) hash.update(`${part}\0`);
  const cached = join(CACHE, `${name}-${hash.digest("hex").slice(0, 32)}.wasm`);
  const found = await readFile(cached).catch(() => undefined);
  if (found !== undefined) return new Uint8Array(found);

  const binary = padded(await parse(wat.replaceAll("{{prelude}}", () => prelude)), padding);
  const embedded = await componentEmbed({ binary, witSource: [wit, ...all].join("\n"), world: name });
  const bytes = await componentNew(embedded, []);
  await mkdir(CACHE, { recursive: true });
  const temporary = `${cached}.${randomUUID()}`;
  await writeFile(temporary, bytes);
  await rename(temporary, cached);
  return bytes;
}

/** Appends a custom section of `size` bytes of content. */
function padded(module: Uint8Array, size: number): Uint8Array {
  if (size === 0) return module;
  const name = new TextEncoder().encode("padding");
  const content = new Uint8Array(1 + name.length + size);
  content[0] = name.length;
  content.set(name, 1);
  const length: number[] = [];
  for (let rest = content.length; ; rest >>>= 7) {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    if (rest <= 0x7f) break;
  }
  return Buffer.concat([module, Uint8Array.of(0), Uint8Array.from(length), content]);
}

function source(name: string): Promise<string> {
  return readFile(join(SOURCES, name), "utf8");
}

/** The packages in the nested form, so that one text holds a world and all it needs. */
async function packages(): Promise<string[]> {
  const folders = (await readdir(PACKAGES, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const more = (await readdir(MORE_PACKAGES)).filter((name) => MORE.test(name));
  const texts = [
    ...folders.map((folder) => readFile(join(PACKAGES, folder.name, "package.wit"), "utf8")),
    ...more.map((name) => readFile(join(MORE_PACKAGES, name, "package.wit"), "utf8")),
  ];
  // Streams of one version only: those that the guests import themselves.
  const streams = (text: string) => text.replaceAll("wasi:io/streams@0.2.0.", `wasi:io/streams@${WASI_VERSION}.`);
  return (await Promise.all(texts)).map((text) => `${streams(text).replace(/^\s*(package [^;{]+);/m, "$1 {")}\n}`);
}

async function toolVersion(): Promise<string> {
  const manifest = new URL("../../node_modules/@bytecodealliance/jco-transpile/package.json", import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  return version;
}
