import type { JSONPath } from "jsonc-parser";

import { type ManifestFinding, pathText } from "./manifest-finding.ts";
import type { ManifestFile } from "./manifest-file.ts";
import type { OverlaidManifest } from "./manifest-overlay.ts";

/** What a project file may say although it does nothing, here or at all: a person must not wait for it in vain. */
export function findWithoutEffect(manifest: OverlaidManifest): readonly ManifestFinding[] {
  const findings: ManifestFinding[] = [];
  const file = manifest.value as unknown as ManifestFile;
  const find = (path: JSONPath, why: string, fix?: string) => {
    const text = `has no effect: ${why}`;
    findings.push({
      spot: manifest.spot(path, "key"),
      path: pathText(path),
      text,
      ...(fix === undefined ? {} : { fix }),
    });
  };
  const findUnlisted = (named: readonly string[], backend: string, at: JSONPath) => {
    const said = file.backends?.[backend];
    if (said?.onlyListed !== true) return;
    for (const [i, bucket] of named.entries()) {
      if (Object.hasOwn(said.buckets ?? {}, bucket)) continue;
      const why = `${backend} has only the buckets that it lists, and ${JSON.stringify(bucket)} is none of them`;
      find([...at, i], why, `Add it to backends.${backend}.buckets.`);
    }
  };
  for (const [name, { build, watch, links = [] }] of Object.entries(file.components)) {
    if (watch !== undefined && build === undefined) {
      const fix = "Add build.command; the artefact itself is watched anyway.";
      find(["components", name, "watch"], "the component has no build command that its sources could start", fix);
    }
    for (const [i, link] of links.entries()) {
      const at = ["components", name, "links", i, "buckets"];
      if (link.buckets === undefined) continue;
      if (typeof link.to !== "string") find(at, "the link leads to a component");
      else if (link.import.split("/")[0] !== "wasi:keyvalue") find(at, "only links of wasi:keyvalue lead to buckets");
      else findUnlisted(link.buckets, link.to, at);
    }
  }
  for (const [name, { kind, ...said }] of Object.entries(file.backends ?? {})) {
    const at = (key: string) => ["backends", name, key];
    const isBus = kind === "messaging";
    if (isBus && said.seed !== undefined) find(at("seed"), "backends of the kind messaging begin without messages");
    if (isBus && said.buckets !== undefined) find(at("buckets"), "backends of the kind messaging have none");
    if (isBus && said.persist !== undefined) {
      find(at("persist"), "messages are a part of the record", "Say with keep how many of them stay.");
    }
    if (kind !== "keyvalue" && said.onlyListed !== undefined) {
      find(at("onlyListed"), `it is about buckets of keys, and the backend is of the kind ${kind}`);
    }
    if (!isBus && said.keep !== undefined)
      find(at("keep"), `it counts messages, and the backend is of the kind ${kind}`);
  }
  for (const [name, { fromEnv, key }] of Object.entries(file.secrets ?? {})) {
    if (fromEnv !== undefined && key !== undefined) {
      find(["secrets", name, "key"], "it names a line of a file, and the value comes from a variable");
    }
  }
  if ((file.faults ?? []).length > 0) find(["faults"], "this version of Vitrine plays no faults");
  if (file.tests !== undefined) find(["tests"], "this version of Vitrine keeps no recordings as tests");
  if (file.record?.auto === "off") {
    find(["record", "auto"], "Vitrine always records", 'Write "last-1" to keep as little of it as there can be.');
  }
  return findings;
}
