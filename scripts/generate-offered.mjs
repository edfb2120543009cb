// Writes src/main/wit/generated/offered.json, the shapes of the host interfaces in resources/wit.
// With --check it compares instead, and fails when the file is stale.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { decodeComponent } from "../src/main/wit/decode-component.ts";
import { encodeShapes } from "../src/main/wit/offered/shape-json.ts";
import { interfacesOf } from "../src/main/wit/world.ts";

const root = new URL("../", import.meta.url);
const target = new URL("src/main/wit/generated/offered.json", root);

const shapes = [...(await packageShapes()), ...(await variantShapes())];
const text = toText(encodeShapes(shapes));
if (process.argv.includes("--check")) {
  if ((await readFile(target, "utf8").catch(() => "")) !== text) {
    console.error("src/main/wit/generated/offered.json is stale: run node scripts/generate-offered.mjs");
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
  console.log(`offered.json: ${shapes.length} interfaces`);
}

/** All packages that can stand in one tree, as one component. */
async function packageShapes() {
  const texts = await readTexts("packages");
  return (await shapesOf(texts)).map((each) => ({ variant: undefined, interface: each }));
}

/** Each variant as a component of its own. */
async function variantShapes() {
  const found = [];
  for (const { folder, text } of await readTexts("variants")) {
    const { id } = packageOf(text);
    const usual = id.replace(":", "-").replace("@", "-");
    const variant = folder === usual ? undefined : folder.slice(usual.length + 1);
    for (const each of await shapesOf([{ folder, text }])) {
      found.push({ variant, interface: each });
    }
  }
  return found;
}

async function readTexts(kind) {
  const folder = new URL(`resources/wit/${kind}/`, root);
  const names = (await readdir(folder)).toSorted();
  return Promise.all(
    names.map(async (name) => ({ folder: name, text: await readFile(new URL(`${name}/package.wit`, folder), "utf8") })),
  );
}

/** The interfaces of packages, out of a component that imports all of them and does nothing. */
async function shapesOf(texts) {
  const packages = texts.map(({ text }) => packageOf(text));
  const imports = packages.flatMap(({ name, version, interfaces }) =>
    interfaces.map((each) => `import ${name}/${each}${version};`),
  );
  const witSource = [
    "package generated:shapes;",
    `world all {\n${imports.join("\n")}\n}`,
    ...packages.map(({ id, body }) => `package ${id} {\n${body}\n}`),
  ].join("\n");
  // Gated items too: a component built with the gate open imports them under the same id.
  const features = { tag: "all" };
  const core = await componentEmbed({ witSource, dummy: true, world: "generated:shapes/all", features });
  return interfacesOf(decodeComponent(await componentNew(core, [])).imports);
}

function packageOf(text) {
  const match = /^package ([\w:-]+)(@\S+)?;$/m.exec(text);
  if (match === null) {
    throw new Error(`no package line in ${text.slice(0, 80)}`);
  }
  const [line, name, version = ""] = match;
  const body = text.replace(line, "");
  return {
    id: `${name}${version}`,
    name,
    version,
    body,
    interfaces: [...body.matchAll(/^interface (\S+)/gm)].map((one) => one[1]),
  };
}

/** One line for each type and each interface: readable in a diff. */
function toText(json) {
  const lines = (items) => items.map((item) => `    ${JSON.stringify(item)}`).join(",\n");
  return `{\n  "types": [\n${lines(json.types)}\n  ],\n  "interfaces": [\n${lines(json.interfaces)}\n  ]\n}\n`;
}
