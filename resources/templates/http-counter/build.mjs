// Makes build/template-name.wasm of src/index.js and wit/. Takes about 20 seconds.
import { mkdir, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const [{ componentize }, { _addPreopen }] = await Promise.all([
  import("@bytecodealliance/componentize-js"),
  import("@bytecodealliance/preview2-shim/filesystem"),
]).catch((error) => {
  console.error(`The tools are not installed: run npm install. (${error.message})`);
  process.exit(1);
});

// The compiler reads folders through the shim, which grants none by itself.
_addPreopen("/", "/");
console.log("building template-name …");
const { component } = await componentize({
  sourcePath: at("src/index.js"),
  witPath: at("wit"),
  worldName: "template-name",
  // The component exports wasi:http/incoming-handler itself.
  disableFeatures: ["fetch-event"],
});
await mkdir(at("build"), { recursive: true });
// Whoever watches the artefact never sees half of it.
await writeFile(at("build/unfinished"), component);
await rename(at("build/unfinished"), at("build/template-name.wasm"));
console.log(`build/template-name.wasm: ${(component.length / 1e6).toFixed(1)} MB`);
