// The gate over the BUILT app: what would only show on a machine with Electron's binary, or after packaging.
//   node scripts/check-artifacts.mjs [out folder]
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { onPinnedNode, ROOT } from "./machine/pinned-node.mjs";

await onPinnedNode();

/** Every entry of `out/main`. All but the first run without Electron. */
const ELECTRON_ENTRY = "index.js";
const NODE_ENTRIES = ["studio.js", "cli.js", "worker.js", "journal.js", "state-reader.js", "transpile.js"];
const ADAPTERS = ["command", "reactor"].map((name) => `adapters/wasi_snapshot_preview1.${name}.wasm`);
const ELECTRON = /^electron($|\/)/;
/** What a sandboxed preload can require. */
const SANDBOX = new Set(["electron", "electron/common", "electron/renderer", "events", "timers", "url"]);
/** Web preferences and switches that open the sandbox, in whatever form a bundler leaves them. */
const FORBIDDEN =
  /\b(webSecurity|nodeIntegration|nodeIntegrationInWorker|nodeIntegrationInSubFrames|contextIsolation|sandbox|webviewTag|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures)\s*:\s*([^,}\s]+)/g;
const MUST_BE_TRUE = new Set(["contextIsolation", "sandbox", "webSecurity"]);

/** Everything wrong with the build in `out`, one sentence each. `dependencies` are the packages that get shipped. */
export async function checkArtifacts(out, dependencies) {
  const { parseSync } = await import("vite");
  const found = [];
  const main = join(out, "main");
  const shipped = new Set(dependencies);

  for (const name of ADAPTERS) if (!existsSync(join(main, name))) found.push(`main/${name} is not there`);
  for (const name of [ELECTRON_ENTRY, ...NODE_ENTRIES]) {
    const entry = join(main, name);
    if (!existsSync(entry)) {
      found.push(`main/${name} was not built`);
      continue;
    }
    const { files, externals, missing } = reach(entry, parseSync);
    for (const text of missing) found.push(`main/${name}: ${text}`);
    for (const specifier of externals) {
      if (ELECTRON.test(specifier)) {
        if (name !== ELECTRON_ENTRY) found.push(`main/${name} reaches ${specifier}: it has to run without Electron`);
        else if (specifier === "electron")
          found.push(`main/${name} imports a bare electron: outside of it that downloads`);
        continue;
      }
      if (!isBuiltin(specifier) && !shipped.has(packageOf(specifier)))
        found.push(`main/${name} needs ${specifier}, which is no dependency`);
    }
    if (name !== ELECTRON_ENTRY && files.includes(join(main, ELECTRON_ENTRY))) {
      found.push(`main/${name} reaches the desktop app's entry`);
    }
    if (name === ELECTRON_ENTRY) for (const file of files) found.push(...forbidden(file, out));
  }
  found.push(...checkPreload(join(out, "preload")), ...checkPages(join(out, "renderer")));
  return found;
}

/** The graph of an entry: files of the build, what it imports from outside, and addresses that lead nowhere. */
function reach(entry, parseSync) {
  const files = [];
  const externals = new Set();
  const missing = [];
  const visit = (file) => {
    if (files.includes(file)) return;
    if (!existsSync(file)) {
      missing.push(`imports ${file}, which does not exist`);
      return;
    }
    files.push(file);
    const source = readFileSync(file, "utf8");
    for (const specifier of specifiersOf(parseSync(file, source), source)) {
      if (specifier.startsWith(".")) visit(resolve(dirname(file), specifier));
      else externals.add(specifier);
    }
    for (const [, path] of source.matchAll(/new URL\(\s*["'`]([^"'`$]+)["'`]\s*,\s*import\.meta\.url\s*\)/g)) {
      const target = resolve(dirname(file), path);
      if (!existsSync(target)) missing.push(`new URL(${JSON.stringify(path)}) leads nowhere`);
    }
  };
  visit(resolve(entry));
  return { files, externals, missing };
}

function specifiersOf({ module }, source) {
  const found = new Set(module.staticImports.map(({ moduleRequest }) => moduleRequest.value));
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) if (moduleRequest) found.add(moduleRequest.value);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const text = source.slice(moduleRequest.start, moduleRequest.end);
    if (/^["'`][^$]*$/.test(text)) found.add(text.slice(1, -1));
  }
  for (const [, specifier] of source.matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\s*\)/g)) found.add(specifier);
  return found;
}

const packageOf = (specifier) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

function forbidden(file, out) {
  const found = [];
  for (const [text, name, value] of readFileSync(file, "utf8").matchAll(FORBIDDEN)) {
    const wanted = MUST_BE_TRUE.has(name) ? /^(true|!0)$/ : /^(false|!1)$/;
    if (!wanted.test(value)) found.push(`${relative(out, file)} sets ${text}`);
  }
  return found;
}

function checkPreload(folder) {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  if (files.length !== 1 || !files[0].endsWith(".cjs"))
    return [`preload has to be one .cjs file, not [${files.join(", ")}]`];
  const source = readFileSync(join(folder, files[0]), "utf8");
  const found = [];
  for (const [, specifier] of source.matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\s*\)/g)) {
    if (!SANDBOX.has(specifier.replace(/^node:/, "")))
      found.push(`the preload requires ${specifier}, which a sandbox has not`);
  }
  if (/^\s*(import|export)\b/m.test(source)) found.push("the preload is no CommonJS");
  if (/\b(__dirname|__filename|import\.meta)\b/.test(source)) found.push("the preload asks for its own path");
  return found;
}

function checkPages(folder) {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  const pages = names.filter((name) => name.endsWith(".html"));
  if (!pages.includes("index.html")) return ["renderer/index.html was not built"];
  return pages.flatMap((name) => {
    const html = readFileSync(join(folder, name), "utf8");
    const found = [];
    if (/<script(?![^>]*\bsrc=)/i.test(html)) found.push(`renderer/${name} has an inline script`);
    if (/\b(src|href)="(https?:)?\/\//i.test(html)) found.push(`renderer/${name} loads something from elsewhere`);
    if (/\son\w+=/i.test(html)) found.push(`renderer/${name} has an inline handler`);
    return found;
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const found = await checkArtifacts(resolve(process.argv[2] ?? join(ROOT, "out")), Object.keys(dependencies));
  for (const text of found) console.error(`artifacts: ${text}`);
  console.log(found.length === 0 ? "artifacts: the built app is sound" : `artifacts: ${found.length} problems`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
