import type { CheckedImport } from "../../../wit/check/check.ts";
import { parseInterfaceName, withoutVersion } from "../../../wit/interface-name.ts";
import type { ProblemReport } from "../../problems.ts";
import type { ComponentManifest } from "../../project/manifest.ts";
import { linkedAs } from "../plan-links.ts";

/** A package whose calls could go to any of several backends; the project file does not say to which. */
export interface UnlinkedPackage {
  /** `wasi:keyvalue` */
  readonly package: string;
  /** Imports of it that have no link, as WIT prints them. */
  readonly imports: readonly string[];
  readonly note: string;
  /** What to add to the component, as it stands in the project file. */
  readonly fix: string;
}

/** Which interface lets a component choose a link by its name. */
const LINK_CHOOSER = "wasmcloud:bus/lattice";

/**
 * What a component imports although the project would have to say first where it leads.
 * @param unchosen as `unchosenBackends` gives it
 * @param imports as they are linked and stubbed
 */
export function unlinkedPackages(
  component: Pick<ComponentManifest, "links">,
  unchosen: ReadonlyMap<string, readonly string[]>,
  imports: readonly CheckedImport[],
  stubbed: ReadonlyMap<string, readonly string[]>,
): readonly UnlinkedPackage[] {
  const choosesItself = imports.some(({ name }) => withoutVersion(name) === LINK_CHOOSER);
  const governedBy = (name: string) => linkedAs(withoutVersion(name));
  const open = imports
    .filter(({ name, status, functions }) => {
      const path = governedBy(name);
      const called = functions.length > (stubbed.get(name)?.length ?? 0);
      const chosen = choosesItself && component.links.some((link) => covers(link, path));
      return status === "offered" && called && unchosen.has(path) && !chosen;
    })
    .map(({ name }) => name);
  const packages = new Set(open.map(packageOf));
  return [...packages].map((packageName) => {
    const own = open.filter((name) => packageOf(name) === packageName);
    const [path = ""] = own.map(governedBy);
    const backends = unchosen.get(path) ?? [];
    // One that names the whole package would say again what is linked already.
    const whole = !component.links.some((link) => link.name === "default" && link.package === packageName);
    const links = (whole ? [packageName] : [...new Set(own.map(governedBy))]).map(
      (imported) => `{ "import": "${imported}", "to": "${backends[0] ?? "NAME-OF-A-BACKEND"}" }`,
    );
    const named = component.links.filter((link) => link.package === packageName && link.name !== "default");
    return {
      package: packageName,
      imports: own,
      note: `${whyOpen(backends)}${named.length === 0 ? "" : ` Its links are called ${named.map(({ name }) => name).join(", ")}; what is called without a name takes \`default\`.`} Calls of it trap.`,
      fix: component.links.length === 0 ? `"links": [${links.join(", ")}]` : links.join(", "),
    };
  });
}

/** The contract check, told what is open. */
export function withUnlinked(
  imports: readonly CheckedImport[],
  unlinked: readonly UnlinkedPackage[],
): readonly CheckedImport[] {
  return imports.map((found) => {
    const open = unlinked.find((each) => each.imports.includes(found.name));
    return open === undefined ? found : { ...found, status: "unlinked", note: open.note, fix: open.fix };
  });
}

/** One warning for each package, in the words of the card. */
export function unlinkedProblems(
  { name, links }: Pick<ComponentManifest, "name" | "links">,
  unlinked: readonly UnlinkedPackage[],
): ProblemReport[] {
  return unlinked.map(({ package: packageName, imports, note, fix }) => ({
    id: `component:${name}:build:link:${packageName}`,
    severity: "warning",
    title: `${name} imports ${packageName}, which needs a link`,
    detail: `${imports.join(", ")}: ${note} Add to components.${name}${links.length === 0 ? "" : ".links"} in the project file, with the backend you mean:`,
    component: name,
    fix,
  }));
}

function whyOpen(backends: readonly string[]): string {
  if (backends.length === 0) return "The project has no backend for it.";
  const [last = "", ...others] = backends.toReversed();
  return `Its calls could go to ${others.toReversed().join(", ")} or ${last}, and no link says to which.`;
}

function covers({ package: packageName, interfaces }: ComponentManifest["links"][number], path: string): boolean {
  const parsed = parseInterfaceName(path);
  return parsed?.package === packageName && (interfaces?.includes(parsed.interface) ?? true);
}

function packageOf(name: string): string {
  return parseInterfaceName(name)?.package ?? name;
}
