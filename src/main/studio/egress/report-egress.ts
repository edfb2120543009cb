import type { ProblemReport } from "../problems.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import { parseAllowRule } from "./allow-list.ts";
import type { EgressRefusal } from "./egress-policy.ts";

/** A refused request as a person reads it, with what would allow it; once for each component and origin. */
export function refusalReport(refusal: EgressRefusal, hasFile: boolean): ProblemReport {
  const { component, method, to, path, why } = refusal;
  const entry = JSON.stringify(to.origin);
  const reason = why === "nobody-there" ? "" : " Nobody answered the question in time.";
  return {
    id: egressProblem(component, to.origin),
    severity: "warning",
    title: `${component}: a request to ${to.origin} was refused`,
    detail:
      `${method} ${to.origin}${path} is not in egress.allow of ${component}, so the component got HTTP-request-denied.${reason} ` +
      `Allow it for one run with --allow-egress ${to.origin}` +
      (hasFile
        ? `, or in vitrine.jsonc: "components": { ${JSON.stringify(component)}: { "egress": { "allow": [${entry}] } } }.`
        : "."),
    component,
  };
}

export function egressProblem(component: string, origin: string): string {
  return `egress:${component}:refused:${origin}`;
}

/** Entries of `egress.allow` that allow nothing, because nobody understands them. */
export function ruleProblems(components: readonly ComponentManifest[]): readonly ProblemReport[] {
  return components.flatMap(({ name, egress }) =>
    egress.allow
      .filter((text) => parseAllowRule(text) === undefined)
      .map((text) => ({
        id: `egress-entry:${name}:${text}`,
        severity: "warning" as const,
        title: `${name}: ${JSON.stringify(text)} in egress.allow allows nothing`,
        detail:
          "It is not understood. Write a scheme and a host, https://api.example.com; a port where it is not the usual one, " +
          "http://localhost:9000; or every host below one, https://*.example.com. Paths cannot be listed.",
        component: name,
      })),
  );
}
