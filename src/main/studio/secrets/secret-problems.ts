import { LEAK_PLACES, SECRET_FORMS } from "../../../shared/leak-words.ts";
import type { AuditView, ImportView, SecretView } from "../../../shared/model.ts";
import type { ProblemReport } from "../problems.ts";
import type { ComponentManifest } from "../project/manifest.ts";

/** What is wrong with the sources of the declared secrets. */
export function sourceProblems(views: readonly SecretView[]): readonly ProblemReport[] {
  return views.flatMap(({ name, state, why, warning, components }) => {
    const who = components.length === 0 ? "No component asks for it yet." : `${components.join(", ")} will not get it.`;
    if (state !== "found") {
      return [
        {
          id: `secrets:${name}`,
          severity: "warning" as const,
          title: `The secret ${name} is ${WORDS[state]}`,
          detail: `${why ?? ""} ${who}`,
        },
      ];
    }
    if (warning === undefined) return [];
    return [
      {
        id: `secrets:${name}`,
        severity: "warning" as const,
        title: `The secret ${name} lies where it is not safe or not right`,
        detail: warning,
      },
    ];
  });
}

const WORDS = { missing: "missing", unreadable: "not to be read", refused: "not used" } as const;

/** Forgotten with the next build of the component: it may have been mended. */
export function leakProblem({
  component = "",
  key,
  place = "call",
  form = "plain",
  invocation,
  span,
  function: fn,
}: AuditView): ProblemReport {
  const where = fn === undefined || fn === "" ? "" : ` (${fn})`;
  const call = span === undefined || span === 0 ? "" : `, host call ${span}${where}`;
  return {
    id: `component:${component}:build:leak:${key}:${place}`,
    severity: "warning",
    title: `${component} let the secret ${key} out in ${LEAK_PLACES[place]}`,
    detail: `In invocation ${invocation ?? "?"}${call}, ${SECRET_FORMS[form]}. What it wrote or sent is as it is; only records show «secret ${key}» in its place. The audit lists every time. Change the component so that it does not pass the value on.`,
    component,
  };
}

/** Of a get that found nothing because nobody lets this component have that name; of others the source has its problem. */
export function deniedProblem({ component = "", key, invocation }: AuditView, declared: boolean): ProblemReport {
  const fix = declared
    ? `Add ${JSON.stringify(key)} to components.${component}.secrets in vitrine.jsonc.`
    : `Declare it under "secrets" in vitrine.jsonc and add ${JSON.stringify(key)} to components.${component}.secrets, or correct the name in the component.`;
  return {
    id: `component:${component}:build:secret:${key}`,
    severity: "warning",
    title: `${component} asked for the secret ${JSON.stringify(key)}, which it may not have`,
    detail: `It got "not-found" (invocation ${invocation ?? "?"}). ${fix}`,
    component,
  };
}

/** Of a component that can ask for secrets and may have none: every `get` will find nothing. */
export function ungrantedSecrets(
  { name, secrets }: Pick<ComponentManifest, "name" | "secrets">,
  imports: readonly Pick<ImportView, "name" | "status">[],
): readonly ProblemReport[] {
  const asks = imports.some((each) => each.status === "offered" && each.name.startsWith("wasmcloud:secrets/store@"));
  if (!asks || secrets.length > 0) return [];
  return [
    {
      id: `component:${name}:build:secrets`,
      severity: "warning",
      title: `${name} can ask for secrets, but may have none`,
      detail: `It imports wasmcloud:secrets/store, and every get answers "not-found". Declare what it needs under "secrets" in vitrine.jsonc and name it in components.${name}.secrets.`,
      component: name,
    },
  ];
}
