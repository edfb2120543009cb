import type { StudioError } from "../../../shared/errors.ts";
import { PREAMBLE_BYTES } from "./core-module.ts";
import { hex, invalid } from "./cursor.ts";
import { coreModuleKind, PREVIEW1 } from "./wrapping.ts";

/** How to get a component out of what was given; the last sentence of every message. */
const BUILD_A_COMPONENT =
  "Build the project as a WebAssembly component (for example `wash build`, `cargo build --target wasm32-wasip2`, `tinygo build -target=wasip2` or `jco componentize`) and open the .wasm it writes.";

const COMPONENT_VERSION = 0x0d;

/**
 * Says what is wrong with bytes that do not begin as a component of the one version there is.
 * Undefined: they do.
 */
export function refuseOther(bytes: Uint8Array): StudioError | undefined {
  if (bytes.length === 0) {
    return invalid(
      "This file is empty. The build that writes it probably failed or has not finished; build it again.",
      {
        reason: "empty",
      },
    );
  }
  if (!startsWith(bytes, [0x00, 0x61, 0x73, 0x6d])) {
    return notWasm(bytes);
  }
  if (bytes.length < PREAMBLE_BYTES) {
    return invalid(
      `This component is cut off: only ${bytes.length} bytes of it are there. It was probably still being written; build or copy it again.`,
      { reason: "truncated", offset: bytes.length },
    );
  }
  const version = (bytes[4] ?? 0) | ((bytes[5] ?? 0) << 8);
  const layer = (bytes[6] ?? 0) | ((bytes[7] ?? 0) << 8);
  if (layer === 0) {
    return version === 1 ? coreModule(bytes) : wrongVersion("core module", version);
  }
  if (layer !== 1) {
    return invalid(
      `This is a WebAssembly binary of layer ${layer}, which Vitrine does not know; components are layer 1. ${BUILD_A_COMPONENT}`,
      { reason: "unknown-layer", layer, version },
    );
  }
  return version === COMPONENT_VERSION ? undefined : wrongVersion("component", version);
}

function wrongVersion(what: string, version: number): StudioError {
  const age = version < COMPONENT_VERSION ? "older" : "newer";
  return invalid(
    `This is a ${what} in version ${hex(version)} of its binary format, ${age} than the one Vitrine reads (${hex(COMPONENT_VERSION)}). Build it again with ${age === "older" ? "a current toolchain" : "a toolchain that targets WASI 0.2"}.`,
    { reason: "unknown-version", version },
  );
}

function coreModule(bytes: Uint8Array): StudioError {
  const { imports = [], carriesWit, program, wrapping } = coreModuleKind(bytes) ?? {};
  const details = { reason: "core-module", imports };
  const says = "This is a core module, not a component";
  if (imports.includes("wapc") || imports.includes("wasmbus")) {
    return invalid(
      `${says}: it was built for wasmCloud 0.x (waPC), which ran modules. Port it to WASI 0.2 interfaces. ${BUILD_A_COMPONENT}`,
      details,
    );
  }
  if (imports.some((name) => name.startsWith("__wbindgen") || name === "wbg" || name === "./__wbindgen")) {
    return invalid(`${says}: wasm-bindgen built it for a browser. ${BUILD_A_COMPONENT}`, details);
  }
  if (wrapping !== undefined) {
    return invalid(`${says}; it has to be wrapped before it can be read as one.`, details);
  }
  const others = imports.filter((name) => name !== PREVIEW1);
  if (imports.includes("wasi_unstable")) {
    return invalid(
      `${says}: it was built for the first preview of WASI (wasi_unstable), which nothing wraps any more. ${BUILD_A_COMPONENT}`,
      details,
    );
  }
  if (imports.includes(PREVIEW1) && others.length > 0) {
    return invalid(
      `${says}: it was built for WASI preview 1, and it also imports from ${others.map((name) => `\`${name}\``).join(", ")}, which only the host it was written for has. ${BUILD_A_COMPONENT}`,
      details,
    );
  }
  if (imports.includes(PREVIEW1) && program !== true && carriesWit !== true) {
    return invalid(
      `${says}: it is a library for WASI preview 1, without a \`_start\` to run and without WIT that says how to call what it exports. ${BUILD_A_COMPONENT} If you have the WIT: \`wasm-tools component embed WIT-FOLDER IN.wasm -o OUT.wasm\`, and open OUT.wasm.`,
      details,
    );
  }
  return invalid(
    `${says}, and it carries no WIT that says what it imports and exports. ${BUILD_A_COMPONENT} If you have the WIT: \`wasm-tools component embed WIT-FOLDER IN.wasm -o OUT.wasm\`, and open OUT.wasm.`,
    details,
  );
}

/** First bytes of what people mistake for a component, with what to say about it. */
const magics: readonly { readonly bytes: readonly number[]; readonly what: string; readonly advice?: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: "a zip archive", advice: "Unpack it and open the .wasm inside." },
  {
    bytes: [0x1f, 0x8b],
    what: "a gzip archive",
    advice:
      "Unpack it and open the .wasm inside (a .par.gz is a wasmCloud provider, which runs on a host, not in here).",
  },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: "a zstd archive", advice: "Unpack it and open the .wasm inside." },
  { bytes: [0x42, 0x5a, 0x68], what: "a bzip2 archive", advice: "Unpack it and open the .wasm inside." },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: "an xz archive", advice: "Unpack it and open the .wasm inside." },
  {
    bytes: [0x7f, 0x45, 0x4c, 0x46],
    what: "an ELF file: a native program, or code that Wasmtime compiled ahead of time (.cwasm)",
  },
  { bytes: [0x4d, 0x5a], what: "a Windows program" },
  { bytes: [0xcf, 0xfa, 0xed, 0xfe], what: "a macOS program" },
  { bytes: [0xce, 0xfa, 0xed, 0xfe], what: "a macOS program" },
  { bytes: [0xca, 0xfe, 0xba, 0xbe], what: "a macOS program or a Java class" },
  { bytes: [0x42, 0x43, 0xc0, 0xde], what: "LLVM bitcode" },
  { bytes: [0x21, 0x3c, 0x61, 0x72, 0x63, 0x68, 0x3e], what: "a static library" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: "a PNG picture" },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: "a PDF document" },
];

function notWasm(bytes: Uint8Array): StudioError {
  const known = magics.find((magic) => startsWith(bytes, magic.bytes));
  if (known !== undefined) {
    return refused(known.what, known.advice);
  }
  if (bytes.subarray(0, 4096).every((byte) => byte === 0)) {
    return refused("a file of zero bytes", "It was probably reserved but not written yet; build or copy it again.");
  }
  if (startsWith(bytes.subarray(257), [0x75, 0x73, 0x74, 0x61, 0x72])) {
    return refused("a tar archive", "Unpack it and open the .wasm inside.");
  }
  const text = asText(bytes);
  if (text === undefined) {
    const head = [...bytes.subarray(0, 4)].map((byte) => hex(byte)).join(" ");
    return refused(`something else: it begins with ${head}, a wasm file with 0x00 0x61 0x73 0x6d`);
  }
  return refusedText(text);
}

function refusedText(text: string): StudioError {
  const start = text.trimStart().slice(0, 200).toLowerCase();
  if (start.startsWith("version https://git-lfs")) {
    return refused("a Git LFS pointer, not the file itself", "Run `git lfs pull` and open it again.");
  }
  if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
    return refused("an HTML page: a download probably answered with an error or login page", "Download it again.");
  }
  if (start.startsWith("(component") || start.startsWith("(module") || start.startsWith(";;")) {
    return refused("WebAssembly text (WAT)", "Turn it into a binary with `wasm-tools parse IN.wat -o OUT.wasm`.");
  }
  if (/^(\/\/[^\n]*\n\s*)*package [\w-]+:[\w-]+/.test(start)) {
    return refused("a WIT text", "It describes a component; open the .wasm that was built from it.");
  }
  if (start.startsWith("{") || start.startsWith("[")) {
    return refused("JSON", "For an OCI reference, pull the component first (`wash pull`).");
  }
  if (start.startsWith("<")) {
    return refused("XML");
  }
  return refused("text");
}

function refused(what: string, advice: string = BUILD_A_COMPONENT): StudioError {
  return invalid(`This is not a WebAssembly component but ${what}. ${advice}`, { reason: "not-wasm", found: what });
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

/** The beginning of the file, when it is text. */
function asText(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, 1024);
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) {
    return undefined;
  }
  try {
    // A character may be cut in two at the end of what is looked at, hence the stream mode.
    return new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
  } catch {
    return undefined;
  }
}
