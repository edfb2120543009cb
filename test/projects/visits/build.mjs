// Makes build/visits.wasm of src/handler.wat and wit/.
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";

const SOURCE = "src/handler.wat";
const ARTEFACT = "build/visits.wasm";

say(green("Compiling"), SOURCE);
const binary = await parse(await readFile(SOURCE, "utf8")).catch(fail);
say(green("Embedding"), "the world visits of wit/");
const embedded = await componentEmbed({ binary, witSource: await wit(), world: "visits" }).catch(fail);
const component = await componentNew(embedded, []).catch(fail);
await mkdir("build", { recursive: true });
// Whoever watches the artefact never sees half of it.
await writeFile(`${ARTEFACT}.part`, component);
await rename(`${ARTEFACT}.part`, ARTEFACT);
say(green("Finished"), `${ARTEFACT}, ${component.length} bytes`);

/** The world, and the packages it needs in the nested form, as one text. */
async function wit() {
  const packages = await Promise.all(
    (await readdir("wit/deps")).map(async (name) => {
      const text = await readFile(join("wit/deps", name, "package.wit"), "utf8").catch(() => "");
      return text === "" ? "" : `${text.replace(/^\s*(package [^;{]+);/m, "$1 {")}\n}`;
    }),
  );
  return [await readFile("wit/world.wit", "utf8"), ...packages].join("\n");
}

/** Prints what a tool threw as compilers do, with the place first, and ends. */
function fail(error) {
  const text = String(error);
  const [, line, column] = /line: (\d+), col: (\d+)/.exec(text) ?? [];
  const [, reason = text] = /Custom\("(.+?)"\)/.exec(text) ?? [];
  const place = line === undefined ? SOURCE : `${SOURCE}:${Number(line) + 1}:${Number(column) + 1}`;
  say(`${place}: ${red("error")}: ${reason}`);
  process.exit(1);
}

function say(...words) {
  process.stdout.write(`${words.join(" ")}\n`);
}

function green(text) {
  return `\u001B[1;32m${text}\u001B[0m`;
}

function red(text) {
  return `\u001B[1;31m${text}\u001B[0m`;
}
