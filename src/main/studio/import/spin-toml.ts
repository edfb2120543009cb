import { posix } from "node:path";

import { parseAllowRule } from "../egress/allow-list.ts";
import { insidePath, type Origin, type Proposal, type ProposedComponent, texts } from "./proposal.ts";
import type { SourceDocument } from "./source-document.ts";
import type { DocumentPath } from "./toml-lines.ts";

export const SPIN_TOML = "spin.toml";

/** Where `spin up` listens. */
const LISTEN = "127.0.0.1:3000";
const SPINS_OWN = "Vitrine serves no interfaces of Spin's own: calls of them trap with their name";
const IGNORED_OF_COMPONENT: readonly (readonly [key: string, reason: string])[] = [
  ["description", "notes for publishing"],
  ["files", "components get no folders"],
  ["exclude_files", "components get no folders"],
  ["key_value_stores", SPINS_OWN],
  ["sqlite_databases", SPINS_OWN],
  ["ai_models", SPINS_OWN],
  ["dependencies", "name components that answer for others in links"],
  ["tool", "settings of other tools"],
];

/** Whether it is a manifest of the form that Spin 2 and later read. */
export function isSpin(document: SourceDocument): boolean {
  return document.at("spin_manifest_version") === 2;
}

/** Takes over what a `spin.toml` says of components: builds, routes, environment, variables, and hosts they may ask. */
export function importSpin(proposal: Proposal, document: SourceDocument): void {
  const at = (...path: DocumentPath): Origin => ({ document, path });
  proposal.ignored(at("spin_manifest_version"), "it says what kind of file this is");
  const name = document.text("application", "name");
  if (name !== undefined) {
    proposal.name = name;
    proposal.mapped(at("application", "name"), "name", "the name of the project");
  }
  for (const key of ["version", "description", "authors", "trigger"])
    if (document.at("application", key) !== undefined) proposal.ignored(at("application", key), "notes for publishing");
  for (const [id] of document.entries("component")) component(proposal, document, id);
  for (const [kind] of document.entries("trigger")) {
    for (let i = 0; kind !== "http" && i < document.count("trigger", kind); i++)
      proposal.ignored(at("trigger", kind, i), `Vitrine calls no components as a trigger ${kind} does`);
  }
  // Of one path alone and all below it, the second is what Vitrine can do: it goes before.
  const routes = Array.from({ length: document.count("trigger", "http") }, (_, i) => ["trigger", "http", i]);
  for (const wide of [true, false])
    for (const path of routes) if (isWide(document.text(...path, "route")) === wide) route(proposal, document, path);
  for (const [variable] of document.entries("variables"))
    proposal.ignored(at("variables", variable), "taken over where a component names it");
}

function component(proposal: Proposal, document: SourceDocument, id: string): void {
  const at = (...path: DocumentPath): Origin => ({ document, path: ["component", id, ...path] });
  const { name, component: made } = proposal.component(id);
  const to = `components.${name}`;
  const root = insidePath(document.text("component", id, "build", "workdir") ?? ".") ?? ".";
  if (root !== ".") made.root = root;
  // One that is fetched has a table in its place.
  document.values("component", id, "source");
  const source = document.text("component", id, "source");
  const inside = source === undefined ? undefined : insidePath(source);
  if (inside !== undefined) {
    made.wasm = posix.relative(root, inside);
    proposal.mapped(at("source"), `${to}.wasm`, "the artefact");
  } else {
    const where = source === undefined ? "it is fetched from elsewhere" : `${source} is outside of this folder`;
    proposal.changed(at("source"), `${to}.wasm`, `${where}; ${made.wasm} is looked for`);
  }
  const command = document.at("component", id, "build", "command");
  const lines = (Array.isArray(command) ? command : [command]).filter((each) => typeof each === "string");
  if (lines.length > 0) {
    made.build = { command: lines.join(" && ") };
    proposal.mapped(at("build", "command"), `${to}.build.command`, "run by the shell, as spin does");
    if (root !== ".") proposal.mapped(at("build", "workdir"), `${to}.root`, "where the build command runs");
  }
  const watch = document.at("component", id, "build", "watch");
  if (Array.isArray(watch) && made.build !== undefined) {
    made.watch = { include: watch.filter((each) => typeof each === "string") };
    proposal.mapped(at("build", "watch"), `${to}.watch.include`, "sources that start the build");
  }
  const env = document.values("component", id, "environment");
  if (env.length > 0) {
    made.env = texts(env);
    proposal.mapped(at("environment"), `${to}.env`, env.map(([key]) => key).join(", "));
  }
  variables(proposal, document, id, made, to);
  hosts(proposal, document, id, made, to);
  for (const [key, reason] of IGNORED_OF_COMPONENT)
    if (document.at("component", id, key) !== undefined) proposal.ignored(at(key), reason);
}

/** A component's variables are texts with names of the application's in them; secret ones are never copied. */
function variables(
  proposal: Proposal,
  document: SourceDocument,
  id: string,
  made: ProposedComponent,
  to: string,
): void {
  const values: Record<string, string> = {};
  for (const [key, template] of document.entries("component", id, "variables")) {
    const origin = { document, path: ["component", id, "variables", key] };
    const names = [...String(template).matchAll(/\{\{\s*([a-z0-9_]+)\s*\}\}/g)].map(([, each = ""]) => each);
    const open = names.find(
      (each) =>
        document.text("variables", each, "default") === undefined || document.at("variables", each, "secret") === true,
    );
    if (open !== undefined) {
      proposal.ignored(origin, `${open} has no value that could be copied; give it with --config ${key}=VALUE`);
      continue;
    }
    values[key] = String(template).replaceAll(
      /\{\{\s*([a-z0-9_]+)\s*\}\}/g,
      (_, each: string) => document.text("variables", each, "default") ?? "",
    );
    proposal.mapped(origin, `${to}.config.values`, "answered by wasi:config");
  }
  if (Object.keys(values).length > 0) made.config = { values };
}

function hosts(proposal: Proposal, document: SourceDocument, id: string, made: ProposedComponent, to: string): void {
  const path = ["component", id, "allowed_outbound_hosts"];
  const list = document.at(...path);
  if (!Array.isArray(list)) return;
  const all = list.filter((each) => typeof each === "string");
  const allow = all.filter((each) => parseAllowRule(each) !== undefined);
  made.egress = { allow };
  proposal.mapped({ document, path }, `${to}.egress.allow`, "hosts that may be asked");
  const other = all.filter((each) => !allow.includes(each));
  if (other.length > 0) proposal.ignored({ document, path }, `${other.join(", ")}: only hosts of HTTP can be allowed`);
}

/** `/hello/...` is all below `/hello`, as every route is here. */
function route(proposal: Proposal, document: SourceDocument, path: DocumentPath): void {
  const origin = { document, path };
  const id = document.text(...path, "component");
  const said = document.text(...path, "route");
  if (id === undefined || said === undefined || document.at("component", id) === undefined)
    return proposal.ignored(origin, "it leads to no component of this file by a path");
  const plain = said.replace(/\/?\.\.\.$/, "").replace(/\/:.*$/, "") || "/";
  const { name } = proposal.component(id);
  const known = proposal.http[0]?.routes ?? [];
  const taken = known.find((each) => each.path === plain);
  if (taken !== undefined) {
    return proposal.ignored(origin, `Vitrine routes all below ${plain}, and that leads to ${taken.component}`);
  }
  proposal.http[0] = { listen: LISTEN, routes: [...known, { path: plain, component: name }] };
  if (isWide(said)) proposal.mapped(origin, "triggers.http[0]", `HTTP on ${LISTEN}, ${plain}`);
  else proposal.changed(origin, "triggers.http[0]", `${said} on ${LISTEN}; Vitrine routes all below ${plain}`);
}

function isWide(route: string | undefined): boolean {
  return route?.endsWith("...") === true;
}
