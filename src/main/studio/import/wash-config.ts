import { insidePath, type Origin, type Proposal, type ProposedComponent, texts } from "./proposal.ts";
import type { SourceDocument } from "./source-document.ts";
import type { DocumentPath } from "./toml-lines.ts";
import { hostsOf, importWashDev, takeConfig } from "./wash-dev.ts";

/** In the order `wash` 2.x prefers them. */
export const WASH_CONFIGS = [
  ".wash/config.yaml",
  ".wash/config.yml",
  ".wash/config.json",
  ".wash/config.toml",
] as const;

const IGNORED: readonly (readonly [path: string, reason: string])[] = [
  ["version", "the version of wash the project was made with"],
  ["dev.environment", "for the process of wash dev, not for components"],
  ["dev.data_nats_url", "Vitrine keeps state and messages itself"],
  ["dev.wasi_keyvalue_nats_url", "Vitrine keeps state and messages itself"],
  ["dev.wasi_keyvalue_redis_url", "Vitrine keeps state and messages itself"],
  ["dev.postgres_url", "Vitrine has nothing to stand in for wasmcloud:postgres"],
  ["dev.service_image", "Vitrine runs no services"],
  ["dev.service_ports", "Vitrine runs no services"],
  ["wit", "Vitrine fetches no WIT"],
  ["host", "settings of a host that serves many projects"],
  ["new", "only for making projects"],
  ["dev.service", "Vitrine runs no services"],
  ["dev.service_file", "Vitrine runs no services"],
  ["dev.volumes", "components get no folders, as on wasmCloud 1.x"],
  ["dev.tls_cert_path", "Vitrine serves HTTP on this machine alone"],
  ["dev.tls_key_path", "Vitrine serves HTTP on this machine alone"],
  ["dev.tls_ca_path", "Vitrine serves HTTP on this machine alone"],
  ["dev.wasi_webgpu", "Vitrine offers no WebGPU"],
  ["dev.wasi_otel", "Vitrine records every call itself"],
  ["dev.host_plugins", "Vitrine runs no host plugins"],
  ["workload.allowedIpNameLookups", "components get no sockets, as on wasmCloud 1.x"],
  ["workload.allowedHostLoopbackPorts", "name the address in egress.allow instead"],
];

/**
 * Takes over the project configuration of wash 2.x.
 * @param name what its component is called: the file does not say
 * @returns whether the file says how the component is built and where it lies
 */
export function importWashConfig(
  proposal: Proposal,
  document: SourceDocument,
  name: string,
): { readonly hasBuild: boolean; readonly hasArtefact: boolean } {
  const at = (...path: DocumentPath): Origin => ({ document, path });
  proposal.profile = "wasmcloud-2";
  const { name: proposed, component } = proposal.component(name);
  const command = document.text("dev", "command") ?? document.text("build", "command");
  if (command !== undefined) {
    const env = document.values("build", "env");
    component.build = { command, ...(env.length === 0 ? {} : { env: texts(env) }) };
    const from = document.text("dev", "command") === undefined ? "build" : "dev";
    proposal.mapped(at(from, "command"), `components.${proposed}.build.command`, "run by the shell, as wash does");
    if (from === "dev" && document.at("build", "command") !== undefined) {
      proposal.ignored(at("build", "command"), "dev.command takes its place while one develops");
    }
    if (env.length > 0)
      proposal.mapped(at("build", "env"), `components.${proposed}.build.env`, env.map(([key]) => key).join(", "));
  }
  const said = document.text("dev", "component_path") === undefined ? "build" : "dev";
  const path = document.text(said, "component_path");
  const inside = path === undefined ? undefined : insidePath(path);
  if (inside !== undefined) {
    component.wasm = inside;
    proposal.mapped(at(said, "component_path"), `components.${proposed}.wasm`, "the artefact");
  } else if (path !== undefined) intoFolder(proposal, at(said, "component_path"), path, proposed, component);
  if (said === "dev" && document.at("build", "component_path") !== undefined)
    proposal.ignored(at("build", "component_path"), "dev.component_path takes its place while one develops");
  workload(proposal, document, proposed, component);
  importWashDev(proposal, document, proposed);
  sources(proposal, document);
  for (const [key, reason] of IGNORED) {
    const where = key.split(".");
    if (document.at(...where) !== undefined) proposal.ignored(at(...where), reason);
  }
  return { hasBuild: command !== undefined, hasArtefact: path !== undefined };
}

/** An artefact in the `target` of a workspace above: Cargo can be told to put it here. */
function intoFolder(
  proposal: Proposal,
  origin: Origin,
  path: string,
  name: string,
  component: ProposedComponent,
): void {
  const below = /(?:^|\/)target\/(.+)$/.exec(path)?.[1];
  if (below !== undefined && component.build !== undefined) {
    component.wasm = `target/${below}`;
    component.build = { ...component.build, env: { ...component.build.env, CARGO_TARGET_DIR: "target" } };
    proposal.changed(
      origin,
      `components.${name}.wasm`,
      `${path} is outside of this folder; CARGO_TARGET_DIR brings the artefact inside`,
    );
  } else {
    proposal.changed(
      origin,
      `components.${name}.wasm`,
      `${path} is outside of this folder; ${component.wasm} is looked for, or open the folder above`,
    );
  }
}

function workload(proposal: Proposal, document: SourceDocument, name: string, component: ProposedComponent): void {
  const origin = (...path: DocumentPath): Origin => ({ document, path: ["workload", ...path] });
  const config = document.values("workload", "config");
  const env = document.values("workload", "environment", "config");
  const names = (key: string) => {
    const list = document.at("workload", "environment", key);
    return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
  };
  takeConfig(proposal, origin("config"), name, component, texts(config));
  if (env.length > 0) {
    component.env = texts(env);
    proposal.mapped(origin("environment", "config"), `components.${name}.env`, env.map(([key]) => key).join(", "));
  }
  const from = names("configFrom").filter((each) => document.at("configs", each) !== undefined);
  if (from.length > 0) {
    component.config = { from, ...component.config };
    proposal.changed(
      origin("environment", "configFrom"),
      `components.${name}.config.from`,
      "answered by wasi:config, not as environment variables",
    );
  }
  for (const source of names("secretFrom")) {
    const keys = secretKeys(document, source);
    component.secrets.push(...keys.filter((key) => !component.secrets.includes(key)));
    if (keys.length > 0)
      proposal.changed(
        origin("environment", "secretFrom"),
        `components.${name}.secrets`,
        `${keys.join(", ")}: each is a secret of its own here`,
      );
  }
  const hosts = document.at("workload", "allowedHosts");
  if (!Array.isArray(hosts)) return;
  component.egress = { allow: hostsOf(hosts) };
  proposal.mapped(origin("allowedHosts"), `components.${name}.egress.allow`, "hosts that may be asked");
}

function sources(proposal: Proposal, document: SourceDocument): void {
  for (const [name] of document.entries("configs")) {
    const at = ["configs", name];
    const file = document.text(...at, "file");
    const inside = file === undefined ? undefined : insidePath(file);
    const inline = document.values(...at, "inline");
    proposal.configs.set(name, {
      ...(inline.length === 0 ? {} : { inline: texts(inline) }),
      ...(inside === undefined ? {} : { file: inside }),
    });
    proposal.mapped({ document, path: at }, `configs.${name}`, "a set of values");
    if (file !== undefined && inside === undefined)
      proposal.ignored({ document, path: [...at, "file"] }, `${file} is outside of this folder`);
    for (const key of ["dir", "fromEnv"]) {
      if (document.at(...at, key) !== undefined)
        proposal.ignored(
          { document, path: [...at, key] },
          "values come from the project file or a file of NAME=value lines",
        );
    }
  }
  for (const [name] of document.entries("secrets")) {
    const at = ["secrets", name];
    const file = document.text(...at, "file");
    const inside = file === undefined ? undefined : insidePath(file);
    for (const key of secretKeys(document, name)) {
      const variable = proposal.secretFromEnv(key);
      const isInline = document.at(...at, "inline", key) !== undefined;
      if (isInline)
        proposal.changed(
          { document, path: at },
          `secrets.${key}`,
          `its value is not copied; set the environment variable ${variable}`,
        );
      else proposal.mapped({ document, path: at }, `secrets.${key}`, `from the environment variable ${variable}`);
    }
    if (inside !== undefined) {
      proposal.secrets.set(name, { file: inside });
      proposal.changed(
        { document, path: at },
        `secrets.${name}`,
        'the whole file is one secret here; add "key" to take one line of it',
      );
    } else if (document.at(...at, "dir") !== undefined || file !== undefined) {
      proposal.ignored({ document, path: at }, "secrets come from the environment or a file in this folder");
    }
  }
}

/** The secrets a source of wash holds, as far as the file tells. */
function secretKeys(document: SourceDocument, name: string): readonly string[] {
  const fromEnv = document.at("secrets", name, "fromEnv");
  const keys = Array.isArray(fromEnv) ? fromEnv.filter((each) => typeof each === "string") : [];
  return [...keys, ...document.entries("secrets", name, "inline").map(([key]) => key)];
}
