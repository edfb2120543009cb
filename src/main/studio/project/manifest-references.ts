import type { JSONPath } from "jsonc-parser";

import { closest } from "../../../shared/closest.ts";
import { patternFault } from "../../../shared/subject.ts";
import { parseListen } from "./listen.ts";
import { type BackendKindName, PACKAGE_OF_KIND } from "./manifest.ts";
import { inFileOrder, type ManifestFinding, pathText, shown } from "./manifest-finding.ts";
import type { ManifestFile } from "./manifest-file.ts";
import type { OverlaidManifest } from "./manifest-overlay.ts";

/** What the schema cannot say: names that lead nowhere, links that contradict each other, addresses nobody can listen on. */
export function checkReferences(manifest: OverlaidManifest): readonly ManifestFinding[] {
  const findings: ManifestFinding[] = [];
  const file = manifest.value as unknown as ManifestFile;
  const find = (path: JSONPath, text: string, fix: string) => {
    findings.push({ spot: manifest.spot(path, "value"), path: pathText(path), text, fix });
  };
  const names = {
    component: Object.keys(file.components),
    backend: Object.keys(file.backends ?? {}),
    config: Object.keys(file.configs ?? {}),
    secret: Object.keys(file.secrets ?? {}),
  };
  const mustName = (kind: keyof typeof names, name: string, path: JSONPath): boolean => {
    if (names[kind].includes(name)) return true;
    const meant = closest(name, names[kind]);
    const known = names[kind].length === 0 ? `The file declares no ${kind}.` : `There is: ${names[kind].join(", ")}.`;
    find(
      path,
      `must name a ${kind}, but is ${shown(name)}`,
      meant === undefined ? known : `Did you mean ${shown(meant)}?`,
    );
    return false;
  };

  for (const [name, component] of Object.entries(file.components)) {
    const at = ["components", name];
    for (const [i, from] of (component.config?.from ?? []).entries())
      mustName("config", from, [...at, "config", "from", i]);
    for (const [i, secret] of (component.secrets ?? []).entries()) mustName("secret", secret, [...at, "secrets", i]);
    for (const [fn, stub] of Object.entries(component.stubs ?? {})) {
      if (stub.trap === undefined || !Object.hasOwn(stub, "return")) continue;
      find([...at, "stubs", fn], "says both what to return and to trap", 'Give either "return" or "trap".');
    }
    const seen = new Map<string, number>();
    for (const [i, link] of (component.links ?? []).entries()) {
      const path = [...at, "links", i];
      const [packageName = "", single] = link.import.split("/");
      if (single !== undefined && link.interfaces !== undefined) {
        find(
          [...path, "interfaces"],
          "says again what import already says",
          "Leave it out, or name only the package in import.",
        );
      }
      for (const part of single === undefined ? (link.interfaces ?? ["*"]) : [single]) {
        const key = `${packageName}/${part} ${link.name ?? "default"}`;
        const earlier = seen.get(key);
        if (earlier !== undefined) {
          find(
            path,
            `links the same import under the same name as ${pathText([...at, "links", earlier])}`,
            'Remove one, or give it another "name".',
          );
        }
        seen.set(key, i);
      }
      if (typeof link.to !== "string") mustName("component", link.to.component, [...path, "to", "component"]);
      else if (mustName("backend", link.to, [...path, "to"])) mustFit(packageName, link.to, [...path, "to"]);
    }
  }

  for (const [i, trigger] of (file.triggers?.http ?? []).entries()) {
    const at = ["triggers", "http", i];
    if (trigger.listen !== undefined && parseListen(trigger.listen) === undefined) {
      find(
        [...at, "listen"],
        `must be an address and a port, but is ${shown(trigger.listen)}`,
        'Write "127.0.0.1:8000", for example.',
      );
    }
    for (const [j, route] of (trigger.routes ?? []).entries())
      mustName("component", route.component, [...at, "routes", j, "component"]);
  }
  for (const [i, trigger] of (file.triggers?.messages ?? []).entries()) {
    const at = ["triggers", "messages", i];
    mustName("component", trigger.component, [...at, "component"]);
    const fault = patternFault(trigger.subject);
    if (fault !== undefined) {
      find(
        [...at, "subject"],
        `must be a subject to subscribe to, but ${shown(trigger.subject)} is none: ${fault}`,
        'Write "orders.new", "orders.*" or "orders.>", for example.',
      );
    }
    if (trigger.bus !== undefined && mustName("backend", trigger.bus, [...at, "bus"])) {
      mustFit(PACKAGE_OF_KIND.messaging, trigger.bus, [...at, "bus"]);
    }
  }
  for (const [name, secret] of Object.entries(file.secrets ?? {})) {
    const sources = [secret.fromEnv, secret.file].filter((source) => source !== undefined).length;
    if (sources !== 1) {
      find(
        ["secrets", name],
        `must say where the value comes from, but names ${sources === 0 ? "no source" : "two sources"}`,
        'Give either "fromEnv" or "file".',
      );
    }
  }
  return findings.toSorted(inFileOrder);

  function mustFit(packageName: string, backend: string, path: JSONPath): void {
    const kind = file.backends?.[backend]?.kind;
    const wanted = (Object.keys(PACKAGE_OF_KIND) as BackendKindName[]).find(
      (each) => PACKAGE_OF_KIND[each] === packageName,
    );
    if (kind === undefined || kind === wanted) return;
    const need = wanted === undefined ? "no backend answers it" : `it needs one of kind ${shown(wanted)}`;
    const fix = wanted === undefined ? 'Link it to a component: { "component": … }.' : `Declare one under "backends".`;
    find(path, `names a backend of kind ${shown(kind)} for ${packageName}, but ${need}`, fix);
  }
}
