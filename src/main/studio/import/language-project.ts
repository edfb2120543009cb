import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

import type { ImportPlanView } from "../../../shared/model.ts";
import { CARGO_FILE, cargoBuild, type Crate, isComponentCrate, readCrate } from "./cargo-project.ts";
import { GO_FILE, goModuleName, tinygoBuild } from "./go-project.ts";
import { isComponentPackage, NPM_FILE, npmBuild } from "./npm-project.ts";
import type { Proposal } from "./proposal.ts";
import { readDocument, SourceDocument } from "./source-document.ts";
import { sketchWit, wireDefaults } from "./wit-world.ts";

/** Takes over a component's folder that has no file of wasmCloud; undefined when it is none. */
export function importLanguageProject(proposal: Proposal, folder: string): ImportPlanView["kind"] | undefined {
  if (existsSync(join(folder, CARGO_FILE)) && importCargo(proposal, folder)) return "cargo";
  if (existsSync(join(folder, NPM_FILE)) && importNpm(proposal, folder)) return "npm";
  if (existsSync(join(folder, GO_FILE)) && importGo(proposal, folder)) return "go";
  return undefined;
}

function importCargo(proposal: Proposal, folder: string): boolean {
  const document = readDocument(folder, CARGO_FILE);
  const members = document.at("workspace", "members");
  const patterns = Array.isArray(members) ? members.filter((each) => typeof each === "string") : [];
  const roots = new Set([".", ...patterns.flatMap((pattern) => globSync(pattern, { cwd: folder })).toSorted()]);
  const crates = [...roots]
    .map((root) => readCrate(folder, root.replaceAll("\\", "/")))
    .filter((crate): crate is Crate => crate !== undefined && isComponentCrate(folder, crate));
  for (const crate of crates) {
    const { name, component } = proposal.component(crate.name);
    const build = cargoBuild(folder, crate);
    if (crate.root !== ".") component.root = crate.root;
    component.wasm = build.wasm;
    component.build = { command: build.command, ...(build.env === undefined ? {} : { env: build.env }) };
    const origin = { document: crate.document, path: ["package", "name"] };
    if (build.note === undefined)
      proposal.mapped(
        origin,
        `components.${name}.build`,
        `built by ${String(build.command.slice(0, 2)).replace(",", " ")}`,
      );
    else proposal.changed(origin, `components.${name}.build`, build.note);
    wireDefaults(proposal, name, sketchWit(folder, crate.root === "." ? "wit" : `${crate.root}/wit`));
  }
  if (crates.length > 0) proposal.name = document.text("package", "name") ?? proposal.name;
  return crates.length > 0;
}

function importNpm(proposal: Proposal, folder: string): boolean {
  const document = readDocument(folder, NPM_FILE);
  if (!isComponentPackage(document)) return false;
  const wished = (document.text("name") ?? "component").replace(/^@[^/]*\//, "");
  const build = npmBuild(folder, document, wished);
  const { name, component } = proposal.component(wished);
  proposal.name = wished;
  if (build === undefined) {
    proposal.comment(
      ["components", name, "wasm"],
      'package.json has no script that builds: add one, and a "build" here.',
    );
    proposal.ignored({ document, path: ["scripts"] }, "none of them builds the component");
  } else {
    component.wasm = build.wasm;
    component.build = { command: build.command };
    const origin = { document, path: ["scripts", build.script] };
    if (build.note === undefined) proposal.mapped(origin, `components.${name}.build.command`, "the script that builds");
    else proposal.changed(origin, `components.${name}.build.command`, build.note);
  }
  wireDefaults(proposal, name, sketchWit(folder, "wit"));
  return true;
}

function importGo(proposal: Proposal, folder: string): boolean {
  const wished = goModuleName(folder);
  const wit = sketchWit(folder, "wit");
  if (wished === undefined || wit.world === undefined) return false;
  const { name, component } = proposal.component(wished);
  const document = new SourceDocument(GO_FILE, {}, () => 1);
  const generates = globSync("**/*.go", { cwd: folder }).length > 0;
  const build = tinygoBuild({ name, build: "build", wit: "wit", world: wit.world, generate: generates, options: [] });
  component.wasm = build.wasm;
  component.build = { command: build.command };
  proposal.name = wished;
  proposal.changed(
    { document, path: ["module"] },
    `components.${name}.build.command`,
    "built with tinygo for wasip2; correct it if you build with another tool",
  );
  wireDefaults(proposal, name, wit);
  return true;
}
